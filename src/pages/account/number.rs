//! `/account/numbers/{id}`: one number, its label, what it can do and until when it is paid.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::{
    calls::{AgentPanel, NumberCallsPanels},
    number_months::{MessageMails, Months, NumberNotes},
    state_badge::StateBadge,
};
use crate::{
    components::{Field, Icon, Moment, MoneyText, PlaceMark, PostForm, SubmitButton, form::failure},
    islands::CopyButton,
    pages::{
        answer::{answer, id_in_path},
        words,
    },
    server_fns::{self, numbers::RenameNumber},
    shared::{
        call::{CallPreview, CallSettings, NumberAgent},
        error::AppError,
        ids::NumberId,
        number::{NumberState, NumberView},
    },
};

/// One number.
#[component]
pub fn NumberPage() -> impl IntoView {
    let id = id_in_path::<NumberId>();
    let query = use_query_map().read_untracked().clone();
    let saved = query.get("saved");
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

type Asked = (String, String, Result<CallPreview, AppError>);
type Page = (NumberView, CallSettings, NumberAgent, Option<Asked>);

/// The number, what becomes of calls to it, and the price somebody asked for.
async fn read(id: NumberId, asked: Option<(String, String)>) -> Result<Page, AppError> {
    let number = server_fns::numbers::number(id).await?;
    let settings = server_fns::calls::number_calls(id).await?;
    let agent = server_fns::calls::agent_of_number(id).await?;
    let asked = match asked {
        None => None,
        Some((to, phone)) => {
            let preview = server_fns::calls::preview_call(id, to.clone(), phone.clone()).await;
            Some((to, phone, preview))
        }
    };
    Ok((number, settings, agent, asked))
}

fn show((number, settings, agent, asked): Page, saved: Option<String>) -> impl IntoView {
    let is_saved = saved.as_deref() == Some("calls");
    let order = format!("/account/orders/{}", number.order_id);
    let is_over = matches!(number.state, NumberState::Released | NumberState::Quarantined);
    view! {
        <Title text=number.display.clone()/>
        <p class="back"><a href="/account/numbers">"Numbers"</a></p>
        <header class="number-head">
            <PlaceMark country=Some(number.country.clone())/>
            <div>
                <h1 class="number-text">{number.display.clone()}</h1>
                <p>{format!("{} number, {}", number.kind.label(), number.country.name)}</p>
            </div>
            <StateBadge state=words::number_state(number.state)/>
            <CopyButton text=number.e164.clone() label="Copy number"/>
        </header>
        <NumberNotes number=number.clone() saved/>
        <section class="panel" aria-labelledby="facts-title">
            <h2 id="facts-title">"Plan"</h2>
            <dl class="facts">
                <dt>"Price"</dt>
                <dd><MoneyText amount=number.monthly/> " per month"</dd>
                <dt>{if is_over { "Was paid until" } else { "Paid until" }}</dt>
                <dd><Moment at=number.expires_at/></dd>
                <dt>"Can do"</dt>
                <dd>
                    <ul class="abilities">
                        {words::abilities(number.capabilities)
                            .into_iter()
                            .map(|ability| view! { <li><Icon name="check"/> {ability}</li> })
                            .collect_view()}
                    </ul>
                </dd>
                <dt>"Bought"</dt>
                <dd><Moment at=number.purchased_at/> " · " <a href=order>"Order and receipt"</a></dd>
            </dl>
            {number.capabilities.sms.then(|| view! {
                <p class="panel-note">"Codes from banks and apps often do not reach virtual numbers. We cannot promise them."</p>
            })}
        </section>
        <Months number=number.clone()/>
        <NumberCallsPanels settings asked is_saved/>
        <AgentPanel agent/>
        <MessageMails number=number.clone()/>
        <Label number/>
    }
}

#[component]
fn Label(number: NumberView) -> impl IntoView {
    let failed = failure::<RenameNumber>();
    view! {
        <section class="panel" aria-labelledby="label-title">
            <h2 id="label-title">"Label"</h2>
            <PostForm<RenameNumber>>
                <input type="hidden" name="id" value=number.id.to_string()/>
                <div class="inline-form">
                    <Field
                        label="What it is for"
                        name="label"
                        value=number.label
                        maxlength=60
                        hint="Only you see it."
                        error=failed.map(|error| error.message())
                    />
                    <SubmitButton kind="secondary">"Save"</SubmitButton>
                </div>
            </PostForm<RenameNumber>>
        </section>
    }
}
