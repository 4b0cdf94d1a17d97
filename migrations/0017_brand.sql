-- A version of a brand holds its words beside its colours, so that a version that comes back brings both.
--
-- What the public reads stays in `resellers` and `legal_pages`; publishing writes it there. Versions made with the shop
-- itself have no words of their own (null): they are written down when the version is replaced.
alter table resellers add column support_url text not null default '' check (length(support_url) <= 200);
grant update (name, tagline, hero_title, hero_text, sender_name, support_url) on resellers to clouddail_app, clouddail_worker;

alter table themes
    add column words jsonb,
    add column revision integer not null default 1 check (revision > 0),
    add column saved_at timestamptz,
    add column saved_by uuid,
    add column published_by uuid,
    -- The version this one is a copy of.
    add column restored_from integer;
create unique index one_draft_theme on themes (reseller_id) where state = 'draft';
grant delete on themes to clouddail_app, clouddail_worker;

alter table brand_assets add column saved_by uuid;

-- The words of a shop as its visitors read them now, in the form of `shared::brand::BrandWords`.
create function brand_words(shop uuid) returns jsonb language sql stable as
$$
    select jsonb_build_object(
        'name', r.name, 'tagline', r.tagline, 'hero_title', r.hero_title, 'hero_text', r.hero_text,
        'sender_name', r.sender_name, 'support_url', r.support_url,
        'legal', coalesce((select jsonb_agg(jsonb_build_object('slug', l.slug, 'title', l.title, 'body', l.body)
                                            order by l.slug)
                           from legal_pages l where l.reseller_id = r.id), '[]'))
    from resellers r where r.id = shop
$$;
