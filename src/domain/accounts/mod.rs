//! Who people are: accounts, sessions, passwords and the links mailed for them.
//!
//! Owns `users`, `sessions`, `email_verifications`, `password_resets`, `throttled_attempts`. Keeps true: an address
//! is one account per reseller, and nobody but its owner learns whether there is one; a session or link is valid at
//! its own reseller only; a link works once; a changed password ends the other sessions; the database keeps hashes
//! of passwords and tokens, never these.

mod mailing;
mod session;
mod store;
mod throttle;

mod device;
mod email;
mod local_path;
mod name;
pub mod password;
mod role;
mod token;

mod account_of;
mod admin_of;
mod begin_company_session;
mod begin_session;
mod change_password;
mod choose_company;
mod close_account;
mod company_account;
mod company_of_session;
mod confirm_password;
mod create_account;
mod create_customer;
mod customer;
mod end_session;
mod end_sessions;
mod entry_session;
mod find_customer;
mod find_session;
mod invite_owner;
mod invite_owner_again;
mod list_sessions;
mod mark_verified;
mod register;
mod request_password_reset;
mod resend_verification;
mod resend_verification_for;
mod reset_password;
mod save_settings;
mod set_staff;
mod settings;
mod sign_in;
mod sign_out;
mod sign_out_everywhere;
mod standing;
mod suspend_customer;
mod sweep;
mod verify_email;

pub use account_of::account_of;
pub use admin_of::admin_of;
pub use begin_company_session::begin_company_session;
pub use begin_session::{Browser, begin_session};
pub use change_password::{ChangePassword, ChangePasswordError, change_password};
pub use choose_company::choose_company;
pub use close_account::{Former, close_account};
pub use company_account::{
    create_company_account, has_account, may_sign_in, readdress_company_account, rename_company_account,
};
pub use company_of_session::company_of_session;
pub use confirm_password::{ConfirmPasswordError, confirm_password};
pub use create_account::{CreateAccount, CreateAccountError, create_account};
pub use create_customer::{CreateCustomer, CreateCustomerError, create_customer};
pub use customer::{Billing, CustomerRecord};
pub use device::Device;
pub use email::{Email, ParseEmailError};
pub use end_session::{EndSessionError, end_session};
pub use end_sessions::{end_password_sessions, end_sessions};
pub use entry_session::{EntrySession, begin_entry, end_entry, entry_of};
pub use find_customer::{act_for, find_customer};
pub use find_session::find_session;
pub use invite_owner::{InviteOwner, InviteOwnerError, invite_owner};
pub use invite_owner_again::{InviteOwnerAgainError, invite_owner_again};
pub use list_sessions::list_sessions;
pub use local_path::LocalPath;
pub use mark_verified::mark_verified;
pub(in crate::domain) use name::looks_like_host;
pub use name::{ParseNameError, PersonName};
pub use password::{ParsePasswordError, Password};
pub use register::{Register, RegisterError, register};
pub use request_password_reset::{RequestPasswordReset, RequestPasswordResetError, request_password_reset};
pub use resend_verification::{ResendVerificationError, resend_verification};
pub use resend_verification_for::resend_verification_for;
pub use reset_password::{ResetPassword, ResetPasswordError, reset_password};
pub use role::Role;
pub use save_settings::{SaveSettings, SaveSettingsError, save_settings};
pub use session::{Entry, NewSession, SignedInUser};
pub use set_staff::set_staff;
pub use settings::settings;
pub use sign_in::{SignIn, SignInError, sign_in};
pub use sign_out::sign_out;
pub use sign_out_everywhere::sign_out_everywhere;
pub use standing::{Standing, standing};
pub use suspend_customer::{SuspendCustomerError, reactivate_customer, suspend_customer};
pub use sweep::sweep;
pub use token::{LinkToken, SessionToken};
pub use verify_email::{VerifyEmail, VerifyError, verify_email};
