//! A company's own sign-in and its directory: settings, what a try showed, and why somebody was not let in.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    company::TeamChoice,
    ids::DirectoryTokenId,
    permissions::{OrganizationRole, words},
};

words! {
    /// Why a company's sign-in let nobody in. The words are for whoever tried; none of them says more of an account
    /// than its owner knows.
    SignInRefusal {
        Attempt = "attempt", "This sign-in was used already, took longer than 10 minutes, or was begun in another browser. You are not signed in. Please begin again.";
        Off = "off", "This company's sign-in is switched off. You are not signed in. Ask whoever runs your company's account here.";
        NotLetIn = "not_let_in", "Your company's provider did not let you in: your account there is disabled or not allowed to use this shop. Ask your company's IT.";
        Cancelled = "cancelled", "Your company's provider broke the sign-in off. You are not signed in. Please begin again.";
        Address = "address", "The address of the company's provider cannot be called: it is not https, cannot be found, or leads into a private network. You are not signed in.";
        Unreachable = "unreachable", "Your company's provider does not answer at the moment. You are not signed in. Please try again in some minutes.";
        Discovery = "discovery", "The company's provider does not describe itself as it should: the issuer's address is not exactly its own, or it is no OpenID Connect provider. You are not signed in.";
        Client = "client", "The company's provider does not know this shop: client id, client secret or redirect address are not those it has. You are not signed in.";
        Token = "token", "The answer of your company's provider could not be read. You are not signed in.";
        Signature = "signature", "The answer was not signed by your company's provider. You are not signed in.";
        Issuer = "issuer", "The answer came from another provider than your company's. You are not signed in.";
        Audience = "audience", "The answer of your company's provider was meant for another application. You are not signed in.";
        Nonce = "nonce", "The answer of your company's provider belongs to another sign-in. You are not signed in. Please begin again.";
        Expired = "expired", "The answer of your company's provider had expired. You are not signed in. Please begin again.";
        NoEmail = "no_email", "Your company's provider does not tell us your e-mail address. You are not signed in. Ask your company's IT to release it.";
        Unverified = "unverified", "Your company's provider does not vouch for your e-mail address, and its domain is not proven to be your company's. You are not signed in.";
        NoGroup = "no_group", "You are in none of the groups your company lets in here. You are not signed in. Ask whoever runs your company's account.";
        Deactivated = "deactivated", "Your place in this company is deactivated. You are not signed in. Ask whoever runs your company's account.";
        HasAccount = "has_account", "There is an account with your address that does not belong to your company. You are not signed in. Ask your company for an invitation, accept it with that account, then sign in here.";
        OtherDomain = "other_domain", "Your address is in no domain that is proven to be your company's. You are not signed in. Ask your company for an invitation and accept it once, then sign in here.";
        OtherIdentity = "other_identity", "Your account here belongs to another person of your company's provider. You are not signed in. An owner can remove it from the members, so that you start anew.";
        Full = "full", "Your company has 500 members here, which is the most. You are not signed in. Ask an owner to make room.";
    }
}

words! {
    /// What becomes of the lines of an employee whom the company's directory deactivates.
    LeaversLines {
        Keep = "keep", "Keep them: the employee stays as they are";
        Suspend = "suspend", "Off-board the employee and suspend the lines";
        Terminate = "terminate", "Off-board the employee and end the lines";
    }
}

/// A group of the company's provider and what it is here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupRow {
    pub value: String,
    pub role: OrganizationRole,
    /// The team its managers lead.
    pub team: Option<TeamChoice>,
}

/// A domain of the company's e-mail addresses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmailDomainRow {
    pub domain: String,
    /// Where the proof has to stand in the DNS.
    pub record_name: String,
    pub record_value: String,
    pub checked_at: Option<DateTime<Utc>>,
    pub verified_at: Option<DateTime<Utc>>,
}

/// What came of the owner's last try.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastTest {
    pub at: DateTime<Utc>,
    /// `None` when it went well.
    pub refusal: Option<SignInRefusal>,
    /// What the provider or the network said, for whoever mends it.
    pub detail: String,
    pub email: String,
    pub groups: Vec<String>,
    /// The role they would give.
    pub role: Option<OrganizationRole>,
}

/// The settings of a company's sign-in; nothing of the secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectionView {
    pub short_name: String,
    pub issuer: String,
    pub client_id: String,
    pub groups_claim: String,
    pub default_role: Option<OrganizationRole>,
    pub is_on: bool,
    pub is_enforced: bool,
    pub is_proven: bool,
    pub last_test: Option<LastTest>,
}

/// A token of the company's directory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DirectoryTokenRow {
    pub id: DirectoryTokenId,
    pub prefix: String,
    pub created_at: DateTime<Utc>,
    pub last_used_at: Option<DateTime<Utc>>,
}

/// What the company decided about its directory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DirectoryView {
    pub domains: Vec<EmailDomainRow>,
    /// Those that work.
    pub tokens: Vec<DirectoryTokenRow>,
    pub leavers_lines: LeaversLines,
}

/// Everything on the page of a company's sign-in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInView {
    pub connection: Option<ConnectionView>,
    pub groups: Vec<GroupRow>,
    pub teams: Vec<TeamChoice>,
    /// What the company's provider has to know.
    pub redirect_uri: String,
    /// Where the company's directory writes to.
    pub scim_url: String,
    pub directory: DirectoryView,
    /// A token made just now; shown once.
    pub fresh_token: Option<String>,
}

impl OrganizationRole {
    /// Whether a company's provider may give it: owners are made by owners alone.
    pub const fn is_given_by_groups(self) -> bool {
        !matches!(self, Self::Owner)
    }
}
