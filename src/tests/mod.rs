//! One integration binary. `support` makes a world per test: a database from a template, the sandbox carrier over
//! real HTTP, the server on a real port, a clock that stands still. `stories` are what people do, `rules` hold the
//! house together, `domain`, `http` and `providers` test their rooms.

mod domain;
mod http;
mod providers;
mod rules;
mod stories;
mod storm;
mod support;
