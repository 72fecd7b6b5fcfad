"""The tables: what the revisions build is what the program maps, and going up twice changes nothing."""

from states import schema


def test_no_revision_was_forgotten(db):
    assert schema.differences(db) == []


def test_a_database_goes_up_twice_without_harm(db):
    schema.upgrade(db)
    assert schema.current(db) == schema.head()
