//! Interactive pieces: what a page cannot do without a script. Each has a server-rendered form that already works.

mod brand_frame;
mod composer;
mod copy_button;
mod country_filter;
mod live_balance;
#[cfg(feature = "ssr")]
mod needs_scripts;

#[cfg(feature = "ssr")]
pub use self::needs_scripts::NeedsScripts;
pub use self::{
    brand_frame::{BrandFrame, BrandFrameProps},
    composer::{Composer, ComposerProps},
    copy_button::{CopyButton, CopyButtonProps},
    country_filter::{CountryFilter, CountryFilterProps},
    live_balance::{LiveBalance, LiveBalanceProps},
};
