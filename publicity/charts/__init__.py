"""Pictures of figures: bars, stacked shares and lines, the same on a page and on paper, each told as a table too.

They are drawn here and not by a library. pygal (3.1) was looked at: its pictures carry a style sheet of their own,
which the policy of our pages forbids inside a page, so that everything turns black there; as an image of its own a
picture loses the page's fonts, and its bars cannot lead to their lists; on paper only PNG and JPEG come through the
closed door of images. What is needed is three kinds of plain picture whose every colour, dash and mark is ours, with
presentation attributes only: 150 lines.
"""
