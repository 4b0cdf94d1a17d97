//! The edges over real HTTP.
