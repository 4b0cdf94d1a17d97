//! `/admin/announcements`: messages to resellers.

use chrono::Utc;
use leptos::prelude::*;
use leptos_meta::Title;

use crate::{
    components::{
        EmptyState, Field, Moment, Pagination, PostForm, StatusBadge, SubmitButton, TextArea,
        form::{failure, of_field},
    },
    pages::{
        admin::saved::{address, asked_for, refused, saved},
        answer::answer,
    },
    server_fns::{
        self,
        announcements::{Announce, WithdrawAnnouncement},
    },
    shared::{announcement::AnnouncementRow, paging::Page},
};

const HERE: &str = "/admin/announcements";

/// The form and what was said before.
#[component]
pub fn AnnouncementsPage() -> impl IntoView {
    let after = asked_for("after");
    view! {
        <Title text="Announcements"/>
        {Suspend::new(async move {
            let read = server_fns::announcements::list_announcements(Some(after.clone())).await;
            answer(read, move |page| show(page, after))
        })}
    }
}

fn show(page: Page<AnnouncementRow>, after: String) -> impl IntoView {
    let next = page.next.as_deref().map(|next| address(HERE, &[("after", next)]));
    let first = (!after.is_empty()).then(|| HERE.to_owned());
    let is_empty = page.rows.is_empty();
    view! {
        <header class="surface-head"><h1>"Announcements"</h1></header>
        {saved(|word| Some(match word {
            "announced" => "Written. It shows up on the dashboards when its time comes.",
            "withdrawn" => "Withdrawn. Nobody sees it any more.",
            _ => return None,
        }.to_owned()))}
        {refused(failure::<WithdrawAnnouncement>().as_ref())}
        <Write/>
        <section class="panel" aria-labelledby="written-title">
            <h2 id="written-title">"Written"</h2>
            {is_empty.then(|| view! { <EmptyState icon="message-square" title="Nothing yet" text="What you write appears on the dashboards of the shops you choose."/> })}
            <ul class="rows">{page.rows.into_iter().map(row).collect_view()}</ul>
        </section>
        <Pagination first next/>
    }
}

#[component]
fn Write() -> impl IntoView {
    let failed = failure::<Announce>();
    let error = {
        let failed = failed.clone();
        move |name: &str| of_field(failed.as_ref(), name)
    };
    view! {
        <section class="panel" aria-labelledby="write-title">
            <h2 id="write-title">"Write one"</h2>
            {refused(failed.as_ref())}
            <PostForm<Announce> class="surface-form">
                <Field label="Title" name="title" required=true maxlength=120 error=error("title")/>
                <TextArea label="Text" name="body" rows=5 maxlength=2_000 required=true error=error("body")/>
                <Field label="For (short names)" name="shops" hint="With commas between them. Empty means every shop." error=error("shops")/>
                <Field label="From" name="from" kind="date" hint="Empty means now." error=error("from")/>
                <Field label="Until, this day included (UTC)" name="until" kind="date" required=true error=error("until")/>
                <SubmitButton>"Announce"</SubmitButton>
            </PostForm<Announce>>
        </section>
    }
}

fn row(row: AnnouncementRow) -> impl IntoView {
    let now = Utc::now();
    let (label, mood) = match row.withdrawn_at {
        Some(_) => ("Withdrawn", "quiet"),
        None if row.shown_until <= now => ("Over", "quiet"),
        None if row.shown_from > now => ("Waiting", "waiting"),
        None => ("Shown", "good"),
    };
    let can_withdraw = matches!(label, "Shown" | "Waiting");
    let whom = if row.shops.is_empty() {
        "every shop".to_owned()
    } else {
        row.shops.join(", ")
    };
    view! {
        <li class="row">
            <span class="row-main">
                <b>{row.title}</b>
                <span class="console-announcement">{row.body}</span>
                <small>"For " {whom} ", " <Moment at=row.shown_from/> " to " <Moment at=row.shown_until/></small>
            </span>
            <span class="row-side">
                <StatusBadge label mood/>
                {can_withdraw.then(|| view! {
                    <PostForm<WithdrawAnnouncement>>
                        <input type="hidden" name="id" value=row.id.to_string()/>
                        <SubmitButton kind="secondary">"Withdraw"</SubmitButton>
                    </PostForm<WithdrawAnnouncement>>
                })}
            </span>
        </li>
    }
}
