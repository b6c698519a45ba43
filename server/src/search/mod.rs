//! Search over the columns of a list (being written).
