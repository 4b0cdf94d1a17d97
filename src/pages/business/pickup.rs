//! The link of a line, on the line's own page.

use chrono::{DateTime, Utc};
use leptos::prelude::*;

use super::super::reseller::set_up::forms::{above, saved};
use crate::{
    components::{
        ButtonLink, Checkbox, DefinitionList, Fact, Moment, Notice, PostForm, StatusBadge, SubmitButton,
        form::failure,
    },
    pages::answer::answer,
    server_fns::{
        self,
        pickup::{Renew, Resend, Revoke},
    },
    shared::{
        ids::LineId,
        pickup::{PickupPanelView, PickupStand},
    },
};

/// Where the link of a line stands, and what can be done about it.
#[component]
pub fn PickupPanel(line: LineId) -> impl IntoView {
    view! { {Suspend::new(async move { answer(server_fns::pickup::panel(line).await, show) })} }
}

fn show(view: PickupPanelView) -> impl IntoView {
    let failures = [failure::<Renew>(), failure::<Resend>(), failure::<Revoke>()];
    let (badge, mood) = match view.stand {
        PickupStand::None => ("No link", "quiet"),
        PickupStand::Open => ("Works", "good"),
        PickupStand::Expired => ("Expired", "attention"),
        PickupStand::Locked => ("Closed: five wrong tries", "bad"),
    };
    let forms =
        (view.may_manage && !view.is_over).then(|| view! { <Forms line=view.line stand=view.stand/> });
    view! {
        <section class="panel" aria-labelledby="pickup-title">
            <div class="surface-head">
                <h2 id="pickup-title">"Pickup page"</h2>
                <StatusBadge label=badge mood=mood/>
            </div>
            {saved(&[
                ("mailed", "The new link is on its way. The former one stopped working."),
                ("made", "There is a new link. The former one stopped working; no mail was sent."),
                ("resent", "The same link is on its way once more."),
                ("revoked", "The link stopped working, on paper and in mails. What is installed stays installed."),
            ])}
            {failures.iter().map(|failed| above(failed.as_ref(), &[])).collect_view()}
            <p>"The page by which " <b>{view.employee}</b> " puts the eSIM onto a phone. No account is needed."</p>
            {view.is_over.then(|| view! { <Notice kind="info">"This line has ended: nothing is left to hand over."</Notice> })}
            <DefinitionList>
                <Fact name="Mails go to">{view.email}</Fact>
                {(!view.link.is_empty()).then(|| view! {
                    <Fact name="Link"><code class="pickup-secret">{view.link.clone()}</code></Fact>
                })}
                {(!view.pin.is_empty()).then(|| view! {
                    <Fact name="PIN"><code class="pickup-secret">{view.pin.clone()}</code>" Tell the employee yourselves; it is in no mail and on no sheet."</Fact>
                })}
                {view.expires_at.map(|at| view! { <Fact name="Works until"><Moment at/></Fact> })}
                <Fact name="Mailed">{at(view.mailed_at)}</Fact>
                <Fact name="Opened">{at(view.opened_at)}</Fact>
                <Fact name="Seen on a phone">{at(view.installed_at)}</Fact>
            </DefinitionList>
            {forms}
        </section>
    }
}

fn at(moment: Option<DateTime<Utc>>) -> AnyView {
    match moment {
        Some(at) => view! { <Moment at/> }.into_any(),
        None => view! { <span class="muted">"Not yet"</span> }.into_any(),
    }
}

#[component]
fn Forms(line: LineId, stand: PickupStand) -> impl IntoView {
    let is_open = stand == PickupStand::Open;
    view! {
        {is_open.then(|| view! {
            <div class="company-actions">
                <PostForm<Resend>>
                    <input type="hidden" name="line" value=line.to_string()/>
                    <SubmitButton kind="secondary">"Mail it again"</SubmitButton>
                </PostForm<Resend>>
                <ButtonLink href=format!("/business/lines/{line}/sheet") kind="secondary">"Print a sheet"</ButtonLink>
            </div>
        })}
        <PostForm<Renew> class="surface-form">
            <input type="hidden" name="line" value=line.to_string()/>
            <Checkbox label="Mail it to the employee" name="is_mailed" checked=true/>
            <div><SubmitButton kind=if is_open { "secondary" } else { "primary" }>"Make a new link"</SubmitButton></div>
        </PostForm<Renew>>
        {(stand != PickupStand::None).then(|| view! {
            <PostForm<Revoke> class="surface-form">
                <input type="hidden" name="line" value=line.to_string()/>
                <p class="muted">"Taking the link back closes the page at once. Nobody can install the eSIM until there is a new link."</p>
                <div><SubmitButton kind="danger">"Take the link back"</SubmitButton></div>
            </PostForm<Revoke>>
        })}
    }
}
