"""Drawing what repeats, on pages that WeasyPrint laid out: the rows of long lists, the values of a village's forms.

A list of two thousand rows differs from one of twenty by nothing that a layout engine has to think about, and five
hundred forms differ by their values alone. So the engine lays out one of each, and the rest is drawn at the places
that it gave: with the same fonts, the same breaks and on the same pages, in a tenth of the time and less.
What cannot be drawn the same way is left to the engine, without a word.
"""
