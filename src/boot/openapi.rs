//! `clouddail openapi`: prints the description of the REST interface.

use std::io::Write;

use super::BootError;
use crate::http::api;

/// Prints it as JSON.
pub fn run() -> Result<(), BootError> {
    let text = api::document()
        .to_pretty_json()
        .map_err(|error| BootError::failed("the description cannot be written", error))?;
    writeln!(std::io::stdout(), "{text}")
        .map_err(|error| BootError::failed("the description cannot be printed", error))
}
