"""stub: being written"""
