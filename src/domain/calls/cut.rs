//! What people hear. No sentence names who runs the platform.

/// To somebody who rings a number whose owner cannot pay for it.
pub(super) const NOT_REACHED: &str =
    "The person you are calling cannot be reached at the moment. Please try again later.";
/// Before a message, where the owner set no greeting.
pub(super) const GREETING: &str =
    "The person you are calling cannot answer now. Please leave a message after the tone.";
/// To the caller whose phone was rung first.
pub(super) const CONNECTING: &str = "Connecting your call.";
pub(super) const NOBODY: &str = "Nobody answered. Goodbye.";
pub(super) const BUSY: &str = "The line is busy. Goodbye.";
/// At the end of the money.
pub(super) const USED_UP: &str =
    "The balance for this call is used up. Add money to your wallet to go on talking. Goodbye.";
