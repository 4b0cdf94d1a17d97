//! What a shop may do at all, as the platform switched it.

use serde::{Deserialize, Serialize};

/// What is off is in no menu and on no page, and is refused at every door. What was bought before goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Features {
    /// Sells numbers.
    pub numbers: bool,
    /// Sells eSIMs.
    pub esims: bool,
    /// Its own systems may use the REST interface.
    pub api: bool,
}

impl Features {
    /// A shop nobody switched anything off for.
    pub const ALL: Self = Self {
        numbers: true,
        esims: true,
        api: true,
    };
}
