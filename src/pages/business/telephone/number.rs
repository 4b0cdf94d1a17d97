//! `/business/numbers/{id}`: one number of the company, who uses it, and what becomes of it.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::{
    components::{
        ButtonLink, Checkbox, Choice, Field, Moment, MoneyText, Notice, PostForm, Select, SubmitButton,
        form::{failure, of_field},
    },
    pages::{
        account::{calls::CompanyAgentPanel, state_badge::StateBadge},
        answer::{answer, id_in_path},
        telephone::{AskedCall, Side, incoming, make_call},
        words,
    },
    server_fns::{
        self,
        company_calls::{SaveCompanyCalls, StartCompanyCall},
        company_messages::SetCompanyQuietHours,
        company_numbers::{ReleaseNumber, ShareNumber},
    },
    shared::{
        call::{CallSettings, NumberAgent},
        company_number::CompanyNumberView,
        error::AppError,
        ids::NumberId,
        message::QuietHours,
    },
};

/// One number.
#[component]
pub fn NumberPage() -> impl IntoView {
    let id = id_in_path::<NumberId>();
    let query = use_query_map().read_untracked().clone();
    let saved = query.get("saved").map(|what| match what.as_str() {
        "bought" => "The number is the company's. Say who uses it.",
        _ => "Saved.",
    });
    let asked = query.get("to").zip(query.get("own_phone"));
    view! {
        {Suspend::new(async move {
                let read = match id {
                    Some(id) => read(id, asked).await,
                    None => Err(AppError::NotFound),
                };
                answer(read, move |page| show(page, saved))
            })}
    }
}

type Page = (CompanyNumberView, CallSettings, NumberAgent, Option<AskedCall>);

async fn read(id: NumberId, asked: Option<(String, String)>) -> Result<Page, AppError> {
    let number = server_fns::company_numbers::view(id).await?;
    let settings = server_fns::company_calls::number_calls(id).await?;
    let agent = server_fns::company_calls::agent_of_number(id).await?;
    let asked = match asked {
        None => None,
        Some((to, phone)) => {
            let preview = server_fns::company_calls::preview_call(id, to.clone(), phone.clone()).await;
            Some((to, phone, preview))
        }
    };
    Ok((number, settings, agent, asked))
}

fn show((view, settings, agent, asked): Page, saved: Option<&'static str>) -> impl IntoView {
    let used_by = view.number.used_by();
    let number = view.number.number.clone();
    let cost_centre = view.number.cost_centre.clone();
    let is_active = settings.is_active;
    let write = format!("/business/messages/new?sender={}", number.id);
    let can_write = view.can_send && number.capabilities.sms;
    view! {
        <Title text=number.display.clone()/>
        <p class="back"><a href="/business/numbers">"Numbers"</a></p>
        <header class="surface-head">
            <h1 class="number-text">{number.display.clone()}</h1>
            <StateBadge state=words::number_state(number.state)/>
            {can_write.then(|| view! { <ButtonLink href=write kind="secondary">"New message"</ButtonLink> })}
        </header>
        {saved.map(|text| view! { <Notice kind="good">{text}</Notice> })}
        <section class="panel" aria-labelledby="facts-title">
            <h2 id="facts-title">"Plan"</h2>
            <dl class="facts">
                <dt>"Name"</dt>
                <dd>{if number.label.is_empty() { "None yet".to_owned() } else { number.label.clone() }}</dd>
                <dt>"Used by"</dt>
                <dd>{used_by}</dd>
                <dt>"Cost centre"</dt>
                <dd>{if cost_centre.is_empty() { "That of the person who uses it".to_owned() } else { cost_centre }}</dd>
                <dt>"Kind"</dt>
                <dd>{format!("{}, {}", number.kind.label(), number.country.name)}</dd>
                <dt>"Price"</dt>
                <dd><MoneyText amount=number.monthly/> " per month, from the company's wallet"</dd>
                <dt>"Paid until"</dt>
                <dd><Moment at=number.expires_at/></dd>
            </dl>
        </section>
        {(view.can_send && is_active).then(|| make_call::<StartCompanyCall>(Side::Company, &settings, asked))}
        {(view.can_steer && is_active).then(|| view! {
            {incoming::<SaveCompanyCalls>(Side::Company, settings, false)}
            <CompanyAgentPanel agent/>
            <Quiet id=number.id quiet=view.quiet/>
        })}
        {view.can_manage.then(|| view! { <Share view=view.clone()/> <Release id=number.id/> })}
    }
}

#[component]
fn Share(view: CompanyNumberView) -> impl IntoView {
    let failed = failure::<ShareNumber>();
    let of = |name: &str| of_field(failed.as_ref(), name);
    let (label_wrong, member_wrong, team_wrong, centre_wrong) =
        (of("label"), of("used_by"), of("team"), of("cost_centre"));
    let notice = failed
        .as_ref()
        .filter(|error| error.field().is_none())
        .map(AppError::message);
    let CompanyNumberView {
        number,
        members,
        teams,
        ..
    } = view;
    let mut member_choices = vec![Choice::new("", "Nobody")];
    member_choices.extend(
        members
            .into_iter()
            .map(|(id, name)| Choice::new(id.to_string(), name)),
    );
    let mut team_choices = vec![Choice::new("", "No team")];
    team_choices.extend(
        teams
            .into_iter()
            .map(|team| Choice::new(team.id.to_string(), team.name)),
    );
    view! {
        <section class="panel" aria-labelledby="share-title">
            <h2 id="share-title">"Who uses it"</h2>
            <p class="panel-note">
                "Managers use the numbers of their teams. On a number for everybody, each member sees the own messages and calls alone."
            </p>
            {notice.map(|message| view! { <Notice kind="error">{message}</Notice> })}
            <PostForm<ShareNumber> class="surface-form">
                <input type="hidden" name="company_number" value=number.number.id.to_string()/>
                <Field label="Name" name="label" value=number.number.label maxlength=60 error=label_wrong/>
                <Select label="Member" name="used_by" choices=member_choices value=number.member.map(|id| id.to_string()).unwrap_or_default() error=member_wrong/>
                <Select label="Team" name="team" choices=team_choices value=number.team.map(|id| id.to_string()).unwrap_or_default() error=team_wrong/>
                <Checkbox label="Everybody in the company" name="is_for_all" checked=number.is_for_all/>
                <Field label="Cost centre" name="cost_centre" value=number.cost_centre maxlength=40 hint="Empty: that of the person who uses it." error=centre_wrong/>
                <SubmitButton>"Save"</SubmitButton>
            </PostForm<ShareNumber>>
        </section>
    }
}

#[component]
fn Quiet(id: NumberId, quiet: Option<QuietHours>) -> impl IntoView {
    let failed = failure::<SetCompanyQuietHours>();
    let clock = |minute: fn(QuietHours) -> i16| {
        quiet
            .map(|quiet| QuietHours::clock(minute(quiet)))
            .unwrap_or_default()
    };
    let (from, until) = (clock(|quiet| quiet.from), clock(|quiet| quiet.until));
    view! {
        <section class="panel" aria-labelledby="quiet-title">
            <h2 id="quiet-title">"Quiet hours"</h2>
            <p class="panel-note">"Between these times, by the company's clock, this number sends nothing. Leave both empty to send at any time."</p>
            <PostForm<SetCompanyQuietHours> class="surface-form">
                <input type="hidden" name="sender" value=id.to_string()/>
                <Field label="From" name="quiet_from" kind="time" value=from error=failed.map(|error| error.message())/>
                <Field label="Until" name="quiet_until" kind="time" value=until/>
                <SubmitButton kind="secondary">"Save"</SubmitButton>
            </PostForm<SetCompanyQuietHours>>
        </section>
    }
}

#[component]
fn Release(id: NumberId) -> impl IntoView {
    let failed = failure::<ReleaseNumber>();
    view! {
        <section class="panel" aria-labelledby="release-title">
            <h2 id="release-title">"Give it back"</h2>
            <p class="panel-note">"Nothing more is charged, and anybody can have the number then. The rest of the month is not paid back."</p>
            {failed.map(|error| view! { <Notice kind="error">{error.message()}</Notice> })}
            <PostForm<ReleaseNumber> class="surface-form">
                <input type="hidden" name="company_number" value=id.to_string()/>
                <Checkbox label="Give this number up for good" name="is_sure" checked=false/>
                <SubmitButton kind="secondary">"Give it back"</SubmitButton>
            </PostForm<ReleaseNumber>>
        </section>
    }
}
