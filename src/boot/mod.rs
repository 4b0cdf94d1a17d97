//! Wiring and only wiring: settings, telemetry, and one file per command.

pub mod backup;
pub mod bills;
pub mod cases;
pub mod compare;
pub mod config;
pub mod demo_brands;
pub mod dispute;
pub mod gateway;
pub mod migrate;
pub mod openapi;
pub mod rate;
pub mod refund;
pub mod sandbox;
pub mod seals;
pub mod seed;
pub mod serve;
pub mod settlement;
pub mod telemetry;
pub mod verify;
pub mod wire;

/// A command that cannot go on, in one line for whoever started it.
#[derive(Debug, thiserror::Error)]
pub enum BootError {
    /// A setting is missing or unusable. Exit code 2.
    #[error("{0}")]
    Setting(String),
    /// Anything else. Exit code 1.
    #[error("{0}")]
    Failed(String),
}

impl BootError {
    /// What failed, while doing what.
    pub fn failed(doing: &str, error: impl std::fmt::Display) -> Self {
        Self::Failed(format!("{doing}: {error}"))
    }
}
