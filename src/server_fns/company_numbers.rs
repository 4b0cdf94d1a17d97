//! A company's numbers: bought, given to somebody, given back.

#![allow(clippy::too_many_arguments, reason = "the fields of a form")]

use leptos::prelude::*;

use crate::shared::{
    company_number::{CompanyNumber, CompanyNumberView},
    error::AppError,
    ids::{NumberId, QuoteId},
    paging::Page,
};
#[cfg(feature = "ssr")]
use crate::{
    domain::{
        messages,
        numbers::{self, CompanyReleaseError, Share, ShareError},
        orders::{
            buy::{Buy, BuyError, buy},
            place::{Payer, PlaceError},
            quote::Wish,
        },
        scope::{Buys, Desk, Member, WorksIn},
        teams,
    },
    server_fns::{
        guard,
        orders::{place_error, quote_error},
    },
    shared::{
        company::TeamChoice,
        ids::{TeamId, UserId},
        money::Money,
        permissions::OrganizationMay,
        policy::Breach,
    },
};

/// Numbers within reach, newest first. Scope: member(ViewOwn).
#[server(prefix = "/do", endpoint = "company_numbers/list")]
pub async fn list(after: Option<String>) -> Result<Page<CompanyNumber>, AppError> {
    let (asked, member) = guard::member(OrganizationMay::ViewOwn)?;
    let desk = desk(&asked, &member).await?;
    numbers::company_numbers(&asked.backend, &desk, after.as_deref())
        .await
        .map_err(|error| asked.internal(&error))
}

/// One number with what the member may do about it. Scope: member(ViewOwn).
#[server(prefix = "/do", endpoint = "company_numbers/view")]
pub async fn view(company_number: NumberId) -> Result<CompanyNumberView, AppError> {
    let (asked, member) = guard::member(OrganizationMay::ViewOwn)?;
    let desk = desk(&asked, &member).await?;
    let number = numbers::company_number(&asked.backend, &desk, company_number)
        .await
        .map_err(|error| asked.internal(&error))?
        .ok_or(AppError::NotFound)?;
    let can_manage = member.may(OrganizationMay::ManageLines) && member.reaches(number.team);
    let (members, teams) = if can_manage {
        let members = numbers::may_have(&asked.backend, &member)
            .await
            .map_err(|error| asked.internal(&error))?;
        (members, team_choices(&asked, &member).await?)
    } else {
        (vec![], vec![])
    };
    let can_send = member.may(OrganizationMay::SendMessages) && desk.may_use(company_number);
    let can_steer = member.may(OrganizationMay::SendMessages) && desk.steers(company_number);
    let quiet = if can_steer {
        let inbox = messages::inbox(&asked.backend, &desk, "", None)
            .await
            .map_err(|error| asked.internal(&error))?;
        inbox
            .numbers
            .into_iter()
            .find(|one| one.id == company_number)
            .and_then(|one| one.quiet)
    } else {
        None
    };
    Ok(CompanyNumberView {
        number,
        quiet,
        can_manage,
        can_steer,
        can_send,
        members,
        teams,
    })
}

/// The teams a number can be bought for. Scope: member(ManageLines).
#[server(prefix = "/do", endpoint = "company_numbers/for_whom")]
pub async fn for_whom() -> Result<Vec<crate::shared::company::TeamChoice>, AppError> {
    let (asked, member) = guard::member(OrganizationMay::ManageLines)?;
    team_choices(&asked, &member).await
}

/// Buys a number from the company's wallet and shows it. The form's key makes it one however often it is sent.
/// Scope: member(ManageLines).
#[server(prefix = "/do", endpoint = "company_numbers/buy_number")]
pub async fn buy_number(
    number_key: QuoteId,
    e164: String,
    country: String,
    kind: String,
    max_price: String,
    team: String,
    cost_centre: String,
    address: Option<String>,
) -> Result<(), AppError> {
    let (asked, member) = guard::member(OrganizationMay::ManageLines)?;
    asked.need(|features| features.numbers)?;
    let team: Option<TeamId> = choice("team", &team)?;
    let is_known = match team {
        None => member.teams().is_none(),
        Some(id) => team_choices(&asked, &member)
            .await?
            .iter()
            .any(|one| one.id == id),
    };
    if !is_known {
        return Err(AppError::invalid("team", "Please choose one of your teams."));
    }
    let cost_centre = cost_centre.trim().to_owned();
    if cost_centre.chars().count() > 40 || cost_centre.chars().any(char::is_control) {
        return Err(AppError::invalid(
            "cost_centre",
            "A cost centre has at most 40 characters.",
        ));
    }
    let max_price = Money::parse(&max_price, asked.shop.brand.currency).map_err(|_| AppError::NotFound)?;
    let request = Buy {
        wish: Wish::Number {
            e164: e164.clone(),
            country: country.parse().map_err(|_| AppError::NotFound)?,
            kind: kind.parse().map_err(|_| AppError::NotFound)?,
        },
        payer: Payer::Organization(member.organization()),
        max_price: Some(max_price),
        promo_code: None,
        daily_cap: None,
    };
    let address = choice("address", address.as_deref().unwrap_or_default())?;
    let desk = desk(&asked, &member)
        .await?
        .charging(team, &cost_centre)
        .living_at(address);
    let order = buy(&asked.backend, &desk, number_key, &request)
        .await
        .map_err(|error| bought_not(&asked, error))?;
    let bought = numbers::of_order(&asked.backend, &desk, order)
        .await
        .map_err(|error| asked.internal(&error))?;
    leptos_axum::redirect(&match bought {
        Some(number) => format!("/business/numbers/{number}?saved=bought"),
        // Refused by the vendor, or not answered yet: its order tells.
        None => format!("/account/orders/{order}"),
    });
    Ok(())
}

/// Says who uses a number, what it is called and what it counts for. Scope: member(ManageLines).
#[server(prefix = "/do", endpoint = "company_numbers/share_number")]
pub async fn share_number(
    company_number: NumberId,
    label: String,
    used_by: String,
    team: String,
    is_for_all: Option<String>,
    cost_centre: String,
) -> Result<(), AppError> {
    let (asked, member) = guard::member(OrganizationMay::ManageLines)?;
    let desk = desk(&asked, &member).await?;
    let to = Share {
        number: company_number,
        label,
        member: choice::<UserId>("used_by", &used_by)?,
        team: choice("team", &team)?,
        is_for_all: is_for_all.is_some(),
        cost_centre,
        origin: asked.origin(),
    };
    numbers::share(&asked.backend, &desk, &to)
        .await
        .map_err(|error| match error {
            ShareError::NotFound => AppError::NotFound,
            ShareError::Label => AppError::invalid("label", "A name has at most 60 characters."),
            ShareError::CostCentre => {
                AppError::invalid("cost_centre", "A cost centre has at most 40 characters.")
            }
            ShareError::Team => AppError::invalid("team", "Please choose one of your teams."),
            ShareError::Member => AppError::invalid(
                "used_by",
                "This member is not in the company any more. Choose another one.",
            ),
            ShareError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect(&format!("/business/numbers/{company_number}?saved=shared"));
    Ok(())
}

/// Gives a number back for good. Scope: member(ManageLines).
#[server(prefix = "/do", endpoint = "company_numbers/release_number")]
pub async fn release_number(company_number: NumberId, is_sure: Option<String>) -> Result<(), AppError> {
    let (asked, member) = guard::member(OrganizationMay::ManageLines)?;
    if is_sure.is_none() {
        return Err(AppError::invalid(
            "is_sure",
            "Please confirm that the company gives the number up for good.",
        ));
    }
    let desk = desk(&asked, &member).await?;
    numbers::company_release(&asked.backend, &desk, company_number, &asked.origin())
        .await
        .map_err(|error| match error {
            CompanyReleaseError::NotFound => AppError::NotFound,
            CompanyReleaseError::Unavailable(_) => AppError::Refused(
                "Our supplier does not answer right now. The release is asked for again by itself until it is done."
                    .into(),
            ),
            CompanyReleaseError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect("/business/numbers?saved=released");
    Ok(())
}

/// The member at the company's numbers.
#[cfg(feature = "ssr")]
pub(super) async fn desk(asked: &guard::Asked, member: &Member) -> Result<Desk, AppError> {
    numbers::desk(&asked.backend, member)
        .await
        .map_err(|error| asked.internal(&error))
}

#[cfg(feature = "ssr")]
async fn team_choices(asked: &guard::Asked, member: &Member) -> Result<Vec<TeamChoice>, AppError> {
    teams::to_choose(&asked.backend, member)
        .await
        .map_err(|error| asked.internal(&error))
}

/// An id of a list, or nothing.
#[cfg(feature = "ssr")]
fn choice<T: std::str::FromStr>(field: &str, text: &str) -> Result<Option<T>, AppError> {
    match text.trim() {
        "" => Ok(None),
        id => id
            .parse()
            .map(Some)
            .map_err(|_| AppError::invalid(field, "Please choose one of the list.")),
    }
}

/// Why nothing was bought, in the member's words.
#[cfg(feature = "ssr")]
fn bought_not(asked: &guard::Asked, error: BuyError) -> AppError {
    match error {
        BuyError::Quote(error) => quote_error(asked, error),
        BuyError::Place(PlaceError::Insufficient { missing }) => AppError::Refused(format!(
            "The company's wallet lacks {missing} for this number. Nothing was bought or charged. Somebody who may move \
             money adds it at Wallet."
        )),
        BuyError::Place(PlaceError::Policy(Breach::NeedsApproval { above, by })) => {
            AppError::Refused(format!(
                "Orders above {above} need an approval, by the policy of {}, and a number cannot be asked for. Nothing was \
             bought or charged. An owner or admin can raise the amount at Policies.",
                by.in_words()
            ))
        }
        BuyError::Place(PlaceError::Budget(short)) => AppError::Refused(format!(
            "{} Nothing was bought or charged.",
            crate::shared::budget::Shortfall { asks: false, ..short }.in_words()
        )),
        BuyError::Place(PlaceError::AddressRequired) => AppError::Refused(
            "The law of this country wants an address for this number. Please choose one of the company's, or add one. \
             Nothing was bought or charged."
                .into(),
        ),
        BuyError::Place(error) => place_error(asked, error),
        BuyError::NoOrganization | BuyError::CapReached { .. } => AppError::NotFound,
        BuyError::Internal(error) => asked.internal(&error),
    }
}
