//! Whether a shop sells, and a look inside.

use leptos::prelude::*;

use crate::{
    components::{
        ButtonLink, Field, Notice, PostForm, SubmitButton,
        form::{failure, of_field},
    },
    pages::admin::saved::refused,
    server_fns::reseller_status::{ApproveReseller, ReactivateReseller, SuspendReseller},
    shared::{console::ResellerDetail, ids::ResellerId},
};

/// What can be decided about this shop now.
#[component]
pub fn Decide(all: ResellerDetail) -> impl IntoView {
    let id = all.row.id;
    let status = all.row.status.clone();
    (!all.is_platform).then(|| view! {
        <div class="surface-columns">
            <section class="panel" aria-labelledby="status-title">
                <h2 id="status-title">"Selling"</h2>
                {refused(failure::<ApproveReseller>().as_ref())}
                {refused(failure::<SuspendReseller>().as_ref())}
                {refused(failure::<ReactivateReseller>().as_ref())}
                {match status.as_str() {
                    "trial" => view! { <Approve id/> <Suspend id/> }.into_any(),
                    "active" => view! { <Suspend id/> }.into_any(),
                    _ => view! { <Reactivate id reason=all.suspended_reason.clone()/> }.into_any(),
                }}
            </section>
            <section class="panel" aria-labelledby="enter-title">
                <h2 id="enter-title">"Look inside"</h2>
                <p>"See the dashboard as its owner does, for half an hour. The owners see that you were there and why. Money and credentials stay closed."</p>
                <p><ButtonLink href=format!("/admin/resellers/{id}/enter") kind="secondary">"Enter this shop"</ButtonLink></p>
            </section>
        </div>
    })
}

#[component]
fn Approve(id: ResellerId) -> impl IntoView {
    view! {
        <PostForm<ApproveReseller> class="surface-form">
            <input type="hidden" name="id" value=id.to_string()/>
            <p>"In trial only the shop's own staff can buy. Approving lets everybody buy and tells the owners."</p>
            <SubmitButton>"Approve"</SubmitButton>
        </PostForm<ApproveReseller>>
    }
}

#[component]
fn Suspend(id: ResellerId) -> impl IntoView {
    let failed = failure::<SuspendReseller>();
    view! {
        <PostForm<SuspendReseller> class="surface-form">
            <input type="hidden" name="id" value=id.to_string()/>
            <p>"Suspending stops new sales and top-ups at once. Customers keep their numbers, eSIMs and balance. The owners are mailed the reason."</p>
            <Field label="Reason, as the owners read it" name="reason" required=true maxlength=500 error=of_field(failed.as_ref(), "reason")/>
            <SubmitButton kind="danger">"Suspend"</SubmitButton>
        </PostForm<SuspendReseller>>
    }
}

#[component]
fn Reactivate(id: ResellerId, reason: String) -> impl IntoView {
    view! {
        <Notice kind="warning">"Suspended: " {reason}</Notice>
        <PostForm<ReactivateReseller> class="surface-form">
            <input type="hidden" name="id" value=id.to_string()/>
            <p>"The shop sells again at once, and the owners are told."</p>
            <SubmitButton>"Reactivate"</SubmitButton>
        </PostForm<ReactivateReseller>>
    }
}
