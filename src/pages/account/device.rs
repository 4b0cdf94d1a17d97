//! Which phone is asking, so that its own install button comes first. A guess, never a condition: everything is on
//! the page for everybody.

use axum::http::{header::USER_AGENT, request::Parts};
use leptos::prelude::use_context;

/// What the reader holds in their hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Device {
    Iphone,
    Android,
    /// A computer, or something that does not say.
    Other,
}

impl Device {
    /// The device that asks for the page being rendered.
    pub fn asking() -> Self {
        use_context::<Parts>()
            .and_then(|request| {
                request
                    .headers
                    .get(USER_AGENT)?
                    .to_str()
                    .ok()
                    .map(Self::from_user_agent)
            })
            .unwrap_or(Self::Other)
    }

    fn from_user_agent(text: &str) -> Self {
        if text.contains("iPhone") || text.contains("iPad") {
            Self::Iphone
        } else if text.contains("Android") {
            Self::Android
        } else {
            Self::Other
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_say_what_they_are_and_computers_are_other() {
        assert_eq!(
            Device::from_user_agent("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X)"),
            Device::Iphone
        );
        assert_eq!(
            Device::from_user_agent("Mozilla/5.0 (Linux; Android 15; Pixel 9)"),
            Device::Android
        );
        assert_eq!(
            Device::from_user_agent("Mozilla/5.0 (Windows NT 10.0; Win64; x64)"),
            Device::Other
        );
    }
}
