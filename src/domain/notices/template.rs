//! The texts: which mails there are, and each one filled in for a brand and a person.
//!
//! A notice has two files in `templates/`: `<name>.txt` with the subject and the plain text, written by hand for
//! people who read it that way, and `<name>.mjml`, which becomes HTML that mail programs agree on. Values are escaped
//! in the second by its file name; a value a template forgot or misspelt is an error, not a hole in the text.

use std::sync::LazyLock;

use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value, context};
use mrml::prelude::{parser::ParserOptions, render::RenderOptions};

use crate::{
    domain::themes::tokens::Color,
    shared::{money::Money, pickup::PickupCheck},
};

/// Steps a template may take; the longest takes a few hundred.
const FUEL: u64 = 20_000;

/// Characters of the longest first name a mail greets somebody by.
const LONGEST_NAME: usize = 40;

/// A mail we send, with what it says. Links open accounts, so there is no `Debug` that could log one.
#[derive(Clone)]
pub enum Notice {
    /// Proves that the address is its owner's. The link is good for `hours`.
    VerifyEmail { link: String, hours: u32 },
    /// A forgotten password. The link is good for `minutes`.
    ResetPassword { link: String, minutes: u32 },
    /// The password was changed just now.
    PasswordChanged,
    /// Somebody registered an address that has an account: the page must not tell, so the mail does.
    AlreadyRegistered {
        sign_in_link: String,
        reset_link: String,
    },
    /// Bought and paid. Never holds the activation code: `link` is the order's page, behind the sign-in.
    OrderDelivered {
        what: String,
        amount: Money,
        link: String,
    },
    /// The provider said no; nothing was charged.
    OrderRefused {
        what: String,
        reason: String,
        link: String,
    },
    /// Money of an order was given back; `whereto` says where it is now.
    OrderRefunded {
        what: String,
        amount: Money,
        reason: String,
        whereto: String,
        link: String,
    },
    /// Cash left the wallet for the card it came by.
    WithdrawalSent { amount: Money, link: String },
    /// Cash could not go to the card and stays in the wallet.
    WithdrawalFailed {
        amount: Money,
        reason: String,
        link: String,
    },
    /// The account is gone. `money` says what becomes of the balance; `link` is the shop.
    AccountClosed { money: String, link: String },
    /// To whoever runs the installation: the nightly proof failed. `case` is the operator's case.
    BooksWrong {
        check: String,
        summary: String,
        case: String,
        link: String,
    },
    /// Money arrived in the wallet; `balance` is what is there now.
    TopUpReceived {
        amount: Money,
        balance: Money,
        link: String,
    },
    /// To a reseller's staff: what is left of the float, and for how many days; `None` while nothing is spent.
    FloatRunsLow {
        available: Money,
        days_left: Option<i64>,
        is_paused: bool,
        link: String,
    },
    /// To a reseller's staff: a domain does not point here any more; `kept_until` is `None` when it was given up.
    DomainFailing {
        host: String,
        cause: String,
        kept_until: Option<String>,
        link: String,
    },
    /// To a reseller's staff: an endpoint was turned off because it failed for days.
    WebhookTurnedOff { url: String, link: String },
    /// An offer to join the shop's staff, as the role in words. The link is good for `days`.
    StaffInvitation { role: String, link: String, days: u32 },
    /// An offer to join a company, as the role in words. The link is good for `days`.
    CompanyInvitation {
        company: String,
        role: String,
        link: String,
        days: u32,
    },
    /// To who runs a company: something nears its limit. `title` says what, `detail` how far.
    CompanyAlert {
        title: String,
        detail: String,
        link: String,
    },
    /// To the owner of a number: it renews, is not paid, is suspended, has ended. `title` says what, `detail` what to do.
    NumberNews {
        title: String,
        detail: String,
        link: String,
    },
    /// A text message came in for a number whose owner wants it mailed too.
    MessageArrived {
        number: String,
        from: String,
        text: String,
        link: String,
    },
    /// To an employee without an account: the page that puts their line onto a phone. The link is good for `days`.
    LinePickup {
        company: String,
        plan: String,
        check: PickupCheck,
        link: String,
        days: i64,
    },
    /// To an employee: the code their pickup page asks for, good for `minutes`.
    PickupCode {
        company: String,
        code: String,
        minutes: i64,
        link: String,
    },
    /// To where a company wants its invoices: a document is there. `money` says what there is to do about it.
    CompanyInvoice {
        what: String,
        number: String,
        company: String,
        total: Money,
        money: String,
        link: String,
    },
    /// To where a company wants its invoices, and to its finance people: one was not paid in time.
    InvoiceOverdue {
        number: String,
        company: String,
        open: Money,
        /// The day it was due.
        due: String,
        link: String,
    },
    /// A payment was taken back through the bank; the wallet is frozen.
    PaymentDisputed { amount: Money, link: String },
    /// The dispute is over and the money is back; `is_frozen` when another one is not.
    DisputeWon {
        amount: Money,
        is_frozen: bool,
        link: String,
    },
    /// To whoever may decide: somebody asks for more. The link leads to the request, behind the sign-in.
    ApprovalAsked {
        requester: String,
        what: String,
        reason: String,
        link: String,
        days: u32,
    },
    /// To whoever asked: what became of it, in words.
    ApprovalDecided {
        what: String,
        outcome: String,
        link: String,
    },
    /// To the owner of a new shop: choose a password. The link is good for `days`.
    OwnerInvited { link: String, days: u32 },
    /// To a shop's owners: it sells now.
    ShopActive { link: String },
    /// To a shop's owners: it sells nothing until further notice.
    ShopSuspended { reason: String, link: String },
}

impl Notice {
    /// The word in `mails.template`, and the name of the files.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::VerifyEmail { .. } => "verify_email",
            Self::ResetPassword { .. } => "reset_password",
            Self::PasswordChanged => "password_changed",
            Self::AlreadyRegistered { .. } => "already_registered",
            Self::OrderDelivered { .. } => "order_delivered",
            Self::OrderRefused { .. } => "order_refused",
            Self::OrderRefunded { .. } => "order_refunded",
            Self::WithdrawalSent { .. } => "withdrawal_sent",
            Self::WithdrawalFailed { .. } => "withdrawal_failed",
            Self::AccountClosed { .. } => "account_closed",
            Self::BooksWrong { .. } => "books_wrong",
            Self::TopUpReceived { .. } => "top_up_received",
            Self::FloatRunsLow { .. } => "float_runs_low",
            Self::DomainFailing { .. } => "domain_failing",
            Self::WebhookTurnedOff { .. } => "webhook_turned_off",
            Self::PaymentDisputed { .. } => "payment_disputed",
            Self::DisputeWon { .. } => "dispute_won",
            Self::OwnerInvited { .. } => "owner_invited",
            Self::ShopActive { .. } => "shop_active",
            Self::ShopSuspended { .. } => "shop_suspended",
            Self::StaffInvitation { .. } => "staff_invitation",
            Self::CompanyInvitation { .. } => "company_invitation",
            Self::ApprovalAsked { .. } => "approval_asked",
            Self::ApprovalDecided { .. } => "approval_decided",
            Self::CompanyAlert { .. } => "company_alert",
            Self::NumberNews { .. } => "number_news",
            Self::MessageArrived { .. } => "message_arrived",
            Self::LinePickup { .. } => "line_pickup",
            Self::PickupCode { .. } => "pickup_code",
            Self::CompanyInvoice { .. } => "company_invoice",
            Self::InvoiceOverdue { .. } => "invoice_overdue",
        }
    }

    /// The values of the template. Amounts as people read them.
    fn values(&self) -> Value {
        match self {
            Self::VerifyEmail { link, hours } => context! { link, hours },
            Self::ResetPassword { link, minutes } => context! { link, minutes },
            Self::PasswordChanged => context! {},
            Self::AlreadyRegistered {
                sign_in_link,
                reset_link,
            } => context! { sign_in_link, reset_link },
            Self::OrderDelivered { what, amount, link } => {
                context! { what, amount => amount.to_string(), link }
            }
            Self::OrderRefused { what, reason, link } => context! { what, reason, link },
            Self::OrderRefunded {
                what,
                amount,
                reason,
                whereto,
                link,
            } => {
                context! { what, amount => amount.to_string(), reason, whereto, link }
            }
            Self::WithdrawalSent { amount, link } => context! { amount => amount.to_string(), link },
            Self::WithdrawalFailed { amount, reason, link } => {
                context! { amount => amount.to_string(), reason, link }
            }
            Self::AccountClosed { money, link } => context! { money, link },
            Self::BooksWrong {
                check,
                summary,
                case,
                link,
            } => context! { check, summary, case, link },
            Self::TopUpReceived {
                amount,
                balance,
                link,
            } => {
                context! { amount => amount.to_string(), balance => balance.to_string(), link }
            }
            Self::FloatRunsLow {
                available,
                days_left,
                is_paused,
                link,
            } => context! { available => available.to_string(), days_left, is_paused, link },
            Self::DomainFailing {
                host,
                cause,
                kept_until,
                link,
            } => context! { host, cause, kept_until, link },
            Self::WebhookTurnedOff { url, link } => context! { url, link },
            Self::PaymentDisputed { amount, link } => context! { amount => amount.to_string(), link },
            Self::StaffInvitation { role, link, days } => context! { role, link, days },
            Self::CompanyInvitation {
                company,
                role,
                link,
                days,
            } => context! { company, role, link, days },
            Self::CompanyAlert { title, detail, link } | Self::NumberNews { title, detail, link } => {
                context! { title, detail, link }
            }
            Self::MessageArrived {
                number,
                from,
                text,
                link,
            } => context! { number, from, text, link },
            Self::LinePickup {
                company,
                plan,
                check,
                link,
                days,
            } => context! { company, plan, check => check.as_str(), link, days },
            Self::PickupCode {
                company,
                code,
                minutes,
                link,
            } => context! { company, code, minutes, link },
            Self::CompanyInvoice {
                what,
                number,
                company,
                total,
                money,
                link,
            } => context! { what, number, company, total => total.to_string(), money, link },
            Self::InvoiceOverdue {
                number,
                company,
                open,
                due,
                link,
            } => context! { number, company, open => open.to_string(), due, link },
            Self::DisputeWon {
                amount,
                is_frozen,
                link,
            } => context! { amount => amount.to_string(), is_frozen, link },
            Self::ApprovalAsked {
                requester,
                what,
                reason,
                link,
                days,
            } => context! { requester, what, reason, link, days },
            Self::ApprovalDecided { what, outcome, link } => context! { what, outcome, link },
            Self::OwnerInvited { link, days } => context! { link, days },
            Self::ShopActive { link } => context! { link },
            Self::ShopSuspended { reason, link } => context! { reason, link },
        }
    }
}

/// In whose name a mail is written, and how it looks.
#[derive(Debug, Clone)]
pub struct MailBrand {
    pub name: String,
    /// Where answers and questions go.
    pub support_email: String,
    pub sender_name: String,
    pub sender_email: String,
    /// Of the head and the button.
    pub primary: Color,
    /// On `primary`: see `themes::contrast::text_on`.
    pub primary_text: Color,
    /// Address of a PNG; mail programs show no SVG. Without one the head says the name.
    pub logo_url: Option<String>,
    /// The shop.
    pub home_url: String,
    /// Who is behind it, in one line at the foot.
    pub legal_line: String,
}

impl MailBrand {
    /// The values every template has. The sender stands in the mail's header, not in its text.
    fn values(&self) -> Value {
        let Self {
            name,
            support_email,
            logo_url,
            home_url,
            legal_line,
            ..
        } = self;
        let (primary, primary_text) = (self.primary.to_string(), self.primary_text.to_string());
        context! { name, support_email, logo_url, home_url, legal_line, primary, primary_text }
    }
}

/// A mail, ready to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenderedMail {
    /// One line.
    pub subject: String,
    pub text: String,
    pub html: String,
}

/// A template and its values do not fit. A defect of ours: trying again does not help.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    #[error("mail template: {0}")]
    Template(#[from] minijinja::Error),
    #[error("mail markup: {0}")]
    Markup(#[from] mrml::prelude::parser::Error),
    #[error("mail html: {0}")]
    Html(#[from] mrml::prelude::render::Error),
}

/// Writes a notice to `first_name` (empty where unknown) in the brand's name.
pub fn render(brand: &MailBrand, first_name: &str, notice: &Notice) -> Result<RenderedMail, RenderError> {
    let values =
        context! { brand => brand.values(), first_name => greeted_name(first_name), ..notice.values() };

    let text_template = TEMPLATES.get_template(&format!("{}.txt", notice.name()))?;
    let mut text = text_template.render_captured(values.clone())?;
    let subject = text.with_state_mut(|state| state.render_block("subject"))?;

    let mjml = TEMPLATES
        .get_template(&format!("{}.mjml", notice.name()))?
        .render(values)?;
    Ok(RenderedMail {
        subject: one_line(&subject),
        text: text.into_output(),
        html: to_html(&mjml)?,
    })
}

/// A name to greet by, or nothing: anybody can register another person's address and put an advertisement with a link
/// where the name belongs, and we would carry it in the reseller's name.
fn greeted_name(first_name: &str) -> String {
    let name = one_line(first_name);
    let looks_like_a_link = name.contains(['/', ':', '@'])
        || name
            .split(' ')
            .any(|word| word.trim_end_matches('.').contains('.') || word.starts_with("www"));
    if looks_like_a_link || name.chars().count() > LONGEST_NAME {
        String::new()
    } else {
        name
    }
}

/// Without line ends, which would begin another header or paragraph.
fn one_line(text: &str) -> String {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|w| !w.is_empty())
        .collect();
    words.join(" ")
}

fn to_html(mjml: &str) -> Result<String, RenderError> {
    let parsed = mrml::parse_with_options(mjml, &ParserOptions::default())?;
    // Its own list of fonts would make the reader's mail program call Google.
    let options = RenderOptions {
        fonts: std::collections::HashMap::new(),
        ..RenderOptions::default()
    };
    Ok(parsed.element.render(&options)?)
}

macro_rules! templates {
    ($($name:literal),+ $(,)?) => { [$(($name, include_str!(concat!("templates/", $name)))),+] };
}

static SOURCES: &[(&str, &str)] = &templates![
    "layout.txt",
    "layout.mjml",
    "verify_email.txt",
    "verify_email.mjml",
    "reset_password.txt",
    "reset_password.mjml",
    "password_changed.txt",
    "password_changed.mjml",
    "already_registered.txt",
    "already_registered.mjml",
    "books_wrong.txt",
    "books_wrong.mjml",
    "order_delivered.txt",
    "order_delivered.mjml",
    "order_refused.txt",
    "order_refused.mjml",
    "order_refunded.txt",
    "order_refunded.mjml",
    "withdrawal_sent.txt",
    "withdrawal_sent.mjml",
    "withdrawal_failed.txt",
    "withdrawal_failed.mjml",
    "account_closed.txt",
    "account_closed.mjml",
    "top_up_received.txt",
    "top_up_received.mjml",
    "float_runs_low.txt",
    "float_runs_low.mjml",
    "domain_failing.txt",
    "domain_failing.mjml",
    "webhook_turned_off.txt",
    "webhook_turned_off.mjml",
    "payment_disputed.txt",
    "payment_disputed.mjml",
    "dispute_won.txt",
    "dispute_won.mjml",
    "owner_invited.txt",
    "owner_invited.mjml",
    "shop_active.txt",
    "shop_active.mjml",
    "shop_suspended.txt",
    "shop_suspended.mjml",
    "staff_invitation.txt",
    "staff_invitation.mjml",
    "company_invitation.txt",
    "company_invitation.mjml",
    "approval_asked.txt",
    "approval_asked.mjml",
    "approval_decided.txt",
    "approval_decided.mjml",
    "company_alert.txt",
    "company_alert.mjml",
    "number_news.txt",
    "number_news.mjml",
    "message_arrived.txt",
    "message_arrived.mjml",
    "line_pickup.txt",
    "line_pickup.mjml",
    "pickup_code.txt",
    "pickup_code.mjml",
    "company_invoice.txt",
    "company_invoice.mjml",
    "invoice_overdue.txt",
    "invoice_overdue.mjml",
];

static TEMPLATES: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut templates = Environment::new();
    templates.set_undefined_behavior(UndefinedBehavior::Strict);
    templates.set_fuel(Some(FUEL));
    templates.set_auto_escape_callback(|name| {
        if name.ends_with(".mjml") {
            AutoEscape::Html
        } else {
            AutoEscape::None
        }
    });
    for (name, source) in SOURCES {
        // The sources are compiled in and every one is rendered by a test; a broken one is then missing, and the
        // mail fails with its name.
        let _ = templates.add_template(name, source);
    }
    templates
});
