//! `/account/esims/{id}`: everything that gets this eSIM onto a phone, any time after it was bought.
//!
//! For somebody in an arrivals hall with a weak signal: complete without scripts, pictures or a second page.

use leptos::prelude::*;
use leptos_meta::Title;

use super::{
    device::Device,
    esim_guide::{InstallGuide, RescueDesk},
    esim_install::EsimInstall,
    esim_meter::EsimMeter,
    state_badge::StateBadge,
};
use crate::{
    components::{ButtonLink, Moment, Notice, PlaceMark, PostForm, SubmitButton, form::failure},
    islands::CopyButton,
    pages::{
        answer::{answer, id_in_path, look_again_in},
        words,
    },
    server_fns::{self, esims::RefreshEsim},
    shared::{
        error::AppError,
        esim::{EsimState, EsimView},
        ids::EsimId,
    },
};

/// One eSIM.
#[component]
pub fn EsimPage() -> impl IntoView {
    let id = id_in_path::<EsimId>();
    view! {
        {Suspend::new(async move {
                let support = server_fns::shop::brand().await.map(|brand| brand.support_email).unwrap_or_default();
                let read = match id {
                    Some(id) => server_fns::esims::esim(id).await,
                    None => Err(AppError::NotFound),
                };
                answer(read, move |esim| show(esim, support))
            })}
    }
}

/// The page of this eSIM.
pub(in crate::pages) fn show(esim: EsimView, support_email: String) -> impl IntoView {
    let device = Device::asking();
    let state = esim.row.state;
    let wants_install = matches!(state, EsimState::Ready);
    let is_installable = matches!(
        state,
        EsimState::Ready | EsimState::Downloaded | EsimState::Active
    ) && !esim.activation_code.is_empty();
    let has_meter = !matches!(state, EsimState::Ordered | EsimState::Ready);
    let needs_code = esim.needs_confirmation_code;
    let iccid = esim.iccid.clone();
    let install =
        is_installable.then(|| view! { <EsimInstall esim=esim.clone() device is_open=wants_install/> });
    if state == EsimState::Ordered {
        look_again_in("4");
    }
    let usage = has_meter.then(|| view! { <Usage esim=esim.clone()/> });
    view! {
        <Title text=format!("eSIM {}", esim.row.place)/>
        <p class="back"><a href="/account/esims">"eSIMs"</a></p>
        <header class="esim-head">
            <PlaceMark country=esim.row.country.clone()/>
            <div>
                <h1>{esim.row.place.clone()}</h1>
                <p>{esim.row.plan_name.clone()}</p>
            </div>
            <StateBadge state=words::esim_state(state)/>
        </header>
        <p class="esim-meaning">{words::esim_meaning(state)}</p>
        {usage}
        {matches!(state, EsimState::Depleted | EsimState::Expired).then(|| {
            let href = match &esim.row.country {
                Some(country) => format!("/esim/{}", country.code.to_lower()),
                None => "/esim".into(),
            };
            view! { <p class="esim-next"><ButtonLink href=href>"Get another plan"</ButtonLink></p> }
        })}
        {install}
        {is_installable.then(|| view! { <InstallGuide device is_open=wants_install needs_confirmation_code=needs_code/> })}
        <RescueDesk support_email iccid=iccid/>
        <Details esim/>
    }
}

/// What is left, how fresh that is, and a way to ask again.
#[component]
fn Usage(esim: EsimView) -> impl IntoView {
    let failed = failure::<RefreshEsim>();
    view! {
        <section class="panel esim-usage" aria-label="Data">
            <EsimMeter state=esim.row.state data_mb=esim.row.data_mb used_mb=esim.row.used_mb/>
            <div class="esim-usage-foot">
                <p>
                    {match esim.as_of {
                        Some(at) => view! { "Measured by the network, " <Moment at/> }.into_any(),
                        None => view! { "The network has not reported usage yet." }.into_any(),
                    }}
                </p>
                <PostForm<RefreshEsim>>
                    <input type="hidden" name="id" value=esim.row.id.to_string()/>
                    <SubmitButton kind="secondary">"Refresh"</SubmitButton>
                </PostForm<RefreshEsim>>
            </div>
            {failed.map(|error| view! { <Notice kind="error">{error.message()}</Notice> })}
        </section>
    }
}

#[component]
fn Details(esim: EsimView) -> impl IntoView {
    let order = format!("/account/orders/{}", esim.order_id);
    view! {
        <section class="panel" aria-labelledby="details-title">
            <h2 id="details-title">"Details"</h2>
            <dl class="facts">
                <dt>"ICCID"</dt>
                <dd class="facts-code"><code>{esim.iccid.clone()}</code> <CopyButton text=esim.iccid.clone() label="Copy ICCID"/></dd>
                <dt>"Valid for"</dt>
                <dd>{esim.validity_days} " days"</dd>
                {esim.expires_at.map(|at| view! { <dt>"Ends"</dt><dd><Moment at/></dd> })}
                <dt>"Bought"</dt>
                <dd><Moment at=esim.row.purchased_at/> " · " <a href=order>"Order and receipt"</a></dd>
            </dl>
        </section>
    }
}
