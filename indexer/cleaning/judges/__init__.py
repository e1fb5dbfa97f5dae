"""Functions that apply the rules: the state of a page in, the blocks to drop out.

Each returns the rule by the index of a block. The order they are asked in is that of
``indexer.cleaning``.
"""
