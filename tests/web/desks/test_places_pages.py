"""Places through the pages: regions merged and regrouped, grids and sweeps, coordinates, pairing, totals."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from engine.db import reading, work
from states.households import Household
from states.openings import Opening
from states.places.grids import Grid, GridPlace
from states.places.locations import Location
from states.regions import Region
from tests.web.client import Page, Visitor
from tests.web.desks.conftest import OTHER_VILLAGE, VILLAGE, Township
from tests.web.places_routes import ROUTES
from web.access import Area

TOWNSHIP = VILLAGE[:9]
SVG = "{http://www.w3.org/2000/svg}"
WHY = {"reason": "撤并村民小组", "document": "云政发〔2021〕3号"}


def group_with_households(township: Township, village: str = VILLAGE) -> str:
    with reading(township.db) as session:
        return session.scalars(select(Household.group_code).where(Household.village == village)).first() or ""


def other_group(code: str) -> str:
    return code[:12] + ("02" if code.endswith("01") else "01")


def fetched(township: Township, code: str) -> Region:
    with reading(township.db) as session:
        return session.get_one(Region, code)


def made_grid(officer: Visitor, name: str = "第一网格", worker: str = "grid-1") -> Page:
    page = officer.get("/grids/new")
    return officer.send(page, "/grids/new", village=VILLAGE, name=name, worker=worker, phone="13900000001")


def test_a_group_is_merged_after_a_preview(township: Township) -> None:
    admin = township.sign_in("admin")
    source = group_with_households(township)
    target = other_group(source)
    assert "合并到别处" in admin.get(f"/areas/{source}").text
    assert admin.get(f"/areas/{source}/merge").status == 200

    preview = admin.get(f"/areas/{source}/merge?target={target}")
    assert "随迁到" in preview.text
    address = f"/areas/{source}/merge"
    empty = admin.send(preview, address, reason="", document="")
    assert (empty.status, "请填写" in empty.text) == (422, True)
    stale = admin.send(preview, address, **WHY, seen="something else")
    assert (stale.status, "请重新预览" in stale.text) == (409, True)
    page = admin.send(preview, address, **WHY)
    again = admin.send(preview, address, **WHY)

    assert page.address == again.address == f"/areas/{target}"
    assert "区划已调整" in page.text
    old = admin.get(f"/areas/{source}")
    assert "撤销日期" in old.text
    assert "云政发〔2021〕3号" in old.text
    assert "已撤销" in admin.get(f"/areas/{VILLAGE}").text
    with reading(township.db) as session:
        assert not session.scalars(select(Household).where(Household.group_code == source)).all()
    case = township.cases()[0]
    assert "区划调整" in township.sign_in("village-1").get(f"/case/{case}/history").text


def test_a_township_is_given_another_code_and_taken_back(township: Township) -> None:
    admin, case = township.sign_in("admin"), township.cases()[0]
    assert "合并到别处" in admin.get(f"/areas/{TOWNSHIP}").text
    preview = admin.get(f"/areas/{TOWNSHIP}/code?target=533401199")
    assert "账号随地区一起改到新编码" in preview.text
    page = admin.send(preview, f"/areas/{TOWNSHIP}/code", **WHY)
    assert (page.address, "区划已调整" in page.text) == ("/areas/533401199", True)
    assert ("曾用编码和名称" in page.text, TOWNSHIP in page.text) == (True, True)
    clerk = township.sign_in("village-1")
    home = clerk.get(f"/homes/{case}/location?on=2021-01-01")
    assert f"（{VILLAGE}" in home.text
    assert "533401199201" in home.text

    assert Visitor(township.app).get(f"/board/{VILLAGE}").address == "/board/533401199201"
    assert "撤回调整" in admin.get(f"/areas/{TOWNSHIP}").text
    assert "撤回调整" not in admin.get(f"/areas/{VILLAGE}").text
    ask = admin.get(f"/areas/{TOWNSHIP}/undo")
    empty = admin.send(ask, f"/areas/{TOWNSHIP}/undo", reason="", document="")
    assert empty.status == 422
    back = admin.send(ask, f"/areas/{TOWNSHIP}/undo", **WHY)
    assert (back.address, "已撤回" in back.text) == (f"/areas/{TOWNSHIP}", True)
    assert fetched(township, "533401199").abolished_on is not None
    assert "没有可以撤回" in admin.get(f"/areas/{TOWNSHIP}/undo").text


def test_villages_are_split_off_after_a_preview(township: Township) -> None:
    admin = township.sign_in("admin")
    address = f"/areas/{TOWNSHIP}/split"
    assert "分出去的村或小组" in admin.get(address).text
    wrong = admin.get(f"{address}?code=533401199&name=")
    assert (wrong.status, "请填写名称" in wrong.text) == (422, True)
    preview = admin.get(f"{address}?code=533401199&name=新设镇&part={VILLAGE}")
    assert "随迁到" in preview.text
    page = admin.send(preview, address, **WHY)
    assert (page.address, "新设镇" in page.text) == ("/areas/533401199", True)
    assert fetched(township, "533401199201").abolished_on is None
    assert fetched(township, TOWNSHIP).abolished_on is None
    page = admin.send(admin.get("/areas/533401199/undo"), "/areas/533401199/undo", **WHY)
    assert fetched(township, VILLAGE).abolished_on is None


def test_what_cannot_be_merged_says_so_beside_the_field(township: Township) -> None:
    admin = township.sign_in("admin")

    page = admin.get(f"/areas/{VILLAGE}/code?target=53340110220")
    assert page.status == 422
    assert "位数相同" in page.text
    assert admin.get(f"/areas/{VILLAGE}/merge?target={VILLAGE}").status == 422
    assert "village-1" in admin.get(f"/areas/{VILLAGE}/merge?target={OTHER_VILLAGE}").text
    page = admin.get(f"/areas/{VILLAGE}/code?target={TOWNSHIP}299")
    assert "账号随地区一起改到新编码" in page.text
    page = admin.send(page, f"/areas/{VILLAGE}/code", **WHY)
    assert page.address == f"/areas/{TOWNSHIP}299"
    assert fetched(township, VILLAGE).abolished_on is not None
    assert "还留在这个地区的账号" not in admin.get(f"/areas/{VILLAGE}").text
    address = f"/areas/{TOWNSHIP}299"
    admin.send(admin.get(f"{address}/merge?target={OTHER_VILLAGE}"), f"{address}/merge", **WHY)
    assert "还留在这个地区的账号" in admin.get(address).text


def test_a_place_is_renamed_and_corrected_on_record(township: Township) -> None:
    admin = township.sign_in("admin")
    address = f"/areas/{VILLAGE}/name"
    page = admin.send(admin.get(address), address, name="团结村", **WHY)
    assert "同一级里已经有这个名称" in page.text
    page = admin.send(page, address, name="和平新村", **WHY)
    assert "已更名为和平新村" in page.text
    assert "和平村 → 和平新村" in page.text
    address = f"/areas/{VILLAGE}/edit"
    page = admin.send(admin.get(address), address, phone="0887-5550999")
    assert "更正" in page.text
    assert "0887-5550999" in page.text
    page = admin.send(admin.get("/areas/new"), "/areas/new", code=f"{VILLAGE}09", name="九组")
    assert "新增" in page.text


def test_chosen_households_go_to_another_group_or_make_a_new_one(township: Township) -> None:
    officer = township.sign_in("township-1")
    source = group_with_households(township)
    address = f"/areas/{source}/households"
    page = officer.get(address)
    with reading(township.db) as session:
        case = str(session.scalars(select(Household.case_id).where(Household.group_code == source)).first())

    nobody = officer.send(page, address, case=[], target=other_group(source), reason="按居住地", document="")
    assert (nobody.status, "请选择要调整的农户" in nobody.text) == (422, True)
    unnamed = officer.send(page, address, case=[case], target="", reason="分组", document="", code="1", name="")
    assert "新小组的编码" in unnamed.text
    page = officer.send(page, address, case=[case], target="", code=f"{VILLAGE}08", name="八组", **WHY)
    assert "已调整1户" in page.text
    with reading(township.db) as session:
        [row] = session.scalars(select(Household).where(Household.group_code == f"{VILLAGE}08")).all()
        assert row.case_id == int(case)


def test_a_grid_worker_sees_the_own_grid_first(township: Township) -> None:
    officer = township.sign_in("township-1")
    page = made_grid(officer)
    assert "没有编进网格的农户" in page.text
    bad = made_grid(officer, "第二网格", "grid-2")
    assert (bad.status, "本村没有这个网格员账号" in bad.text) == (422, True)
    with reading(township.db) as session:
        grid = session.scalars(select(Grid.id)).one()
        groups = sorted(set(session.scalars(select(Household.group_code).where(Household.village == VILLAGE))))
    nothing = officer.send(page, "/grids/assign", grid=str(grid), case=[], group=[])
    assert (nothing.status, "请选择农户" in nothing.text) == (422, True)
    page = officer.send(page, "/grids/assign", grid=str(grid), group=groups, case=[])
    assert "已编入3户" in page.text

    worker = township.sign_in("grid-1")
    page = worker.get("/grids")
    assert "我的网格" in page.text
    assert "没有编进网格" not in page.text
    assert "还没有入户的" in worker.get("/grids?since=2021-10-30").text
    assert worker.get(f"/grids/{grid}").status == 200
    assert worker.get(f"/grids/{grid}?left=1&since=2021-10-30").status == 200
    assert township.sign_in("grid-2").get(f"/grids/{grid}").status == 404


def test_a_grid_changes_hands_and_households_change_grids_with_reasons(township: Township) -> None:
    officer = township.sign_in("township-1")
    made_grid(officer)
    made_grid(officer, "第二网格", "木丽华")
    with reading(township.db) as session:
        first, second = session.scalars(select(Grid.id).order_by(Grid.id))
    cases = [str(case) for case in township.cases()]
    page = officer.get("/grids/none")
    officer.send(page, "/grids/assign", grid=str(first), case=cases, group=[])
    page = officer.get(f"/grids/{first}")
    without_reason = officer.send(page, "/grids/assign", grid=str(second), case=cases, reason="")
    assert (without_reason.status, "请写明调整的原因" in without_reason.text) == (422, True)
    assert "已编入3户" in officer.send(page, "/grids/assign", grid=str(second), case=cases, reason="并格").text
    page = officer.get(f"/grids/{first}")
    address = f"/grids/{first}/worker"
    assert officer.send(page, address, worker="木金花", reason="").status == 422
    assert officer.send(page, address, worker="nobody", reason="外出").status == 422
    page = officer.send(page, address, worker="木金花", reason="外出务工")
    assert "木金花" in page.text
    assert "外出务工" in page.text
    page = officer.send(page, f"/grids/{first}/close")
    assert "网格已停用" in page.text
    token = {"csrf_token": next(v["csrf_token"] for _, v in officer.get("/grids/new").forms())}
    assert officer.post(f"/grids/{second}/close", **token).status == 422
    with reading(township.db) as session:
        assert len(session.scalars(select(GridPlace)).all()) == 6


def located(visitor: Visitor, case: int, longitude: str, latitude: str, **more: str) -> Page:
    address = f"/homes/{case}/location"
    told = {"longitude": longitude, "latitude": latitude, "accuracy": "12", "measured_on": "2021-10-20"} | more
    return visitor.send(visitor.get(address), address, **told)


def test_coordinates_are_typed_or_measured_and_keep_their_history(township: Township) -> None:
    clerk = township.sign_in("village-1")
    first, second, _third = township.cases()
    assert "还没有坐标" in clerk.get(f"/homes/{first}/location").text
    wrong = located(clerk, first, "27.6", "99.75")
    assert (wrong.status, "经度和纬度填反了" in wrong.text) == (422, True)
    assert "坐标已保存" in located(clerk, first, "99.75", "27.6", source="phone").text
    page = located(clerk, first, "99.751", "27.6")
    assert (page.status, "请写明更正的原因" in page.text) == (422, True)
    page = located(clerk, first, "99.751", "27.6", reason="新房搬迁")
    assert "新房搬迁" in page.text
    assert "手机定位" in page.text
    far = located(clerk, second, "99.95", "27.6")
    assert (far.status, "离本村最近的一户也有" in far.text) == (422, True)
    page = clerk.send(far, f"/homes/{second}/location", sure="y")
    assert "离本村较远" in page.text
    with reading(township.db) as session:
        assert [one.superseded for one in session.scalars(select(Location).order_by(Location.id))] == [
            True,
            False,
            False,
        ]
        assert session.scalars(select(Opening.subject)).all()


def test_the_picture_of_a_village_needs_no_outside_map(township: Township) -> None:
    clerk = township.sign_in("village-1")
    assert "还没有农户坐标" in clerk.get(f"/areas/{VILLAGE}/picture").text
    for n, case in enumerate(township.cases()):
        located(clerk, case, f"99.75{n}", "27.6")
    address = f"/areas/{VILLAGE}/office"
    told = {"longitude": "99.7505", "latitude": "27.601", "measured_on": "2021-10-20"}
    assert "99.750500, 27.601000" in clerk.send(clerk.get(address), address, **told).text
    assert clerk.send(clerk.get(address), address, **told).status == 422

    page = clerk.get(f"/areas/{VILLAGE}/picture")

    assert "已定位3户，还有0户没有坐标" in page.text
    svg = next(one for one in page.root.iter(f"{SVG}svg") if one.get("class") == "village-map")
    assert len([one for one in svg.iter(f"{SVG}g") if (one.get("class") or "").startswith("spot")]) == 3
    assert "100 m" in page.text
    assert "北" in page.text
    assert "http" not in "".join(page.html.split("<main")[1].split("xmlns"))


def test_a_helper_is_paired_replaced_and_released(township: Township) -> None:
    clerk = township.sign_in("village-1")
    case = township.cases()[0]
    page = clerk.get(f"/homes/{case}/facts")
    assert "还没有结对" in page.text
    address = f"/homes/{case}/pair"
    told = {"name": "张文斌", "unit": "镇农业中心", "post": "主任", "phone": "13900000002", "from_on": "2021-03-01"}
    page = clerk.send(page, address, **told)
    assert "张文斌" in page.text
    bad = clerk.send(page, address, **(told | {"name": "李建华", "reason": "", "from_on": "2021-08-01"}))
    assert (bad.status, "请写明更换的原因" in bad.text) == (422, True)
    page = clerk.send(page, address, **(told | {"name": "李建华", "reason": "调离", "from_on": "2021-08-01"}))
    assert "李建华" in page.text
    address = f"/homes/{case}/unpair"
    assert clerk.send(page, address, reason="").status == 422
    assert clerk.send(page, address, reason="太早", until_on="2021-01-01").status == 422
    page = clerk.send(page, address, reason="已稳定", until_on="2021-10-20")
    assert "结对已结束" in page.text
    assert "李建华" in township.sign_in("auditor").get(f"/homes/{case}/facts").text


def test_income_and_guarantees_are_kept_for_general_households(township: Township) -> None:
    clerk = township.sign_in("village-1")
    case = township.cases()[0]
    with work(township.db) as session:
        session.scalars(select(Household).where(Household.case_id == case)).one().kind = "general"
    page = clerk.get(f"/homes/{case}/facts")
    address = f"/homes/{case}/situation"
    told = {"as_of_on": "2021-10-20", "income_per_head": "7345.50", "difficulty": "illness", "note": ""}
    met = ["food", "clothing", "education", "medical", "housing"]
    assert clerk.send(page, address, **(told | {"income_per_head": "-1"}), met=met).status == 422
    assert clerk.send(page, address, **(told | {"as_of_on": "2021-12-01"}), met=met).status == 422
    shown = clerk.send(page, address, **told, met=met)
    assert "7345.50" in shown.text
    assert "没有达到：饮水安全有保障" in shown.text
    with work(township.db) as session:
        session.scalars(select(Household).where(Household.case_id == case)).one().kind = "lifted_out"
    refused = clerk.send(page, address, **(told | {"as_of_on": "2021-10-21", "once_key": "another"}), met=met)
    assert (refused.status, "这里只登记一般农户" in refused.text) == (409, True)


def test_totals_add_up_and_contradictions_are_shown(township: Township) -> None:
    clerk = township.sign_in("village-1")
    group = group_with_households(township)
    address = f"/totals/{group}/figures"
    page = clerk.send(clerk.get(address), address, year="2021", households="1", minimum_living="2")
    assert "申报数已保存" in page.text
    assert "低保户数2大于总户数1" in page.text
    assert clerk.send(clerk.get(address), address, year="1990").status == 422
    assert clerk.send(clerk.get(address), address, households="5", reason="").status == 422
    officer = township.sign_in("township-1")
    page = officer.get("/totals")
    assert "合计 9" in page.text
    assert "和平村一组：低保户数2大于总户数1" in page.text
    assert f'href="{address}?year=2021"' in page.html
    assert officer.get(f"/totals?area={VILLAGE}").status == 200
    county = township.sign_in("county-1").get("/totals")
    assert "和平村一组" in county.text
    assert "更正申报数" not in county.text


@pytest.mark.parametrize("username", ["village-2", "grid-2"])
def test_what_belongs_to_another_village_does_not_exist(township: Township, username: str) -> None:
    officer = township.sign_in("township-1")
    made_grid(officer)
    stranger = township.sign_in(username)
    token = {"csrf_token": next(v["csrf_token"] for _, v in stranger.get("/account").forms())}
    filled = {"<code>": VILLAGE, "<int:grid_id>": "1", "<int:case_id>": str(township.cases()[0])}

    for route, (_needs, area) in ROUTES.items():
        method, rule = route.split()
        for part, value in filled.items():
            rule = rule.replace(part, value)
        if area is Area.RECORD:
            page = stranger.look(rule) if method == "GET" else stranger.post(rule, **token)
            assert page.status in (403, 404), (route, page.status)
    assert "第一网格" not in stranger.get("/grids").text
    assert "9" not in stranger.get(f"/totals?area={VILLAGE}").text.split("合计")[1][:4]
    assert fetched(township, OTHER_VILLAGE).name == "团结村"
