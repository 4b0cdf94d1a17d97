//! Every table of a company's pages is a file too: the link stands on the page, the headings, rows, order and filter are
//! the page's, times go by the company's clock, and whoever may not see the page or take data away gets none.

mod filled;

use std::fs;

use clouddail::shared::permissions::OrganizationRole;

use self::filled::fill;
use crate::{
    stories::company_lines::northwind,
    support::{Client, World},
};

/// Tables whose link stands elsewhere on the page: beside a filter, or at its head.
const LINKED_ELSEWHERE: &[&str] = &[
    "Employees",
    "Lines",
    "Requests",
    "Data used",
    "Spend",
    "Invoices and credit notes",
];

/// Tables that are no data of the company.
const NO_DATA: &[(&str, &str)] = &[
    ("What each role may do", "the same for every company"),
    ("Who can be added", "a look into the file that was uploaded"),
];

#[test]
fn every_table_of_a_companys_pages_names_its_file() {
    fn walk(path: &std::path::Path, found: &mut Vec<std::path::PathBuf>) {
        for entry in fs::read_dir(path).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else {
                found.push(path);
            }
        }
    }
    let mut files = vec![std::path::PathBuf::from("src/pages/company_documents.rs")];
    walk(std::path::Path::new("src/pages/business"), &mut files);
    let mut tables = 0;
    for path in files {
        let text = fs::read_to_string(&path).unwrap();
        assert!(
            !text.contains("<DataTable"),
            "{}: a list has a file",
            path.display()
        );
        for table in text.split("<ListTable").skip(1) {
            tables += 1;
            let tag = table.split('>').next().unwrap();
            let caption = tag
                .split("caption=\"")
                .nth(1)
                .and_then(|rest| rest.split('"').next());
            let is_listed = caption.is_some_and(|caption| {
                LINKED_ELSEWHERE.contains(&caption) || NO_DATA.iter().any(|(name, _)| *name == caption)
            });
            assert!(
                is_listed || tag.contains(" csv"),
                "{} has a table without a file: {tag}",
                path.display()
            );
        }
    }
    assert!(tables > 20, "{tables}");
}

/// The text between tags, entities written out.
fn words(html: &str) -> String {
    let mut text = String::new();
    let mut is_tag = false;
    for c in html.chars() {
        match c {
            '<' => is_tag = true,
            '>' => {
                is_tag = false;
                text.push(' ');
            }
            c if !is_tag => text.push(c),
            _ => {}
        }
    }
    let text = text
        .replace("&amp;", "&")
        .replace("&#x27;", "'")
        .replace("&quot;", "\"");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The headings of a table and the words of each row.
fn table(page: &str, caption: &str) -> (Vec<String>, Vec<String>) {
    let head = format!(">{caption}<!></caption>");
    // A chart of the same name has its figures in a table too, before it.
    let (_, rest) = page
        .rsplit_once(&head)
        .unwrap_or_else(|| panic!("no table {caption} in {page}"));
    let table = rest.split("</table>").next().unwrap();
    let (head, body) = table.split_once("</thead>").unwrap();
    let headings = head.split("<th").skip(2).map(|cell| words(&format!("<{cell}")));
    let rows = body.split("<tr").skip(1).map(|row| words(&format!("<{row}")));
    (headings.filter(|name| !name.is_empty()).collect(), rows.collect())
}

struct Sheet {
    headings: Vec<String>,
    rows: Vec<Vec<String>>,
}

async fn sheet(who: &mut Client, path: &str) -> Sheet {
    let answer = who.get(path).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    assert_eq!(
        answer.headers["content-type"], "text/csv; charset=utf-8",
        "{path}"
    );
    let mut reader = csv::Reader::from_reader(answer.body.as_slice());
    let texts = |row: &csv::StringRecord| row.iter().map(str::to_owned).collect::<Vec<_>>();
    let headings = texts(reader.headers().unwrap());
    let rows = reader.records().map(|row| texts(&row.unwrap())).collect();
    Sheet { headings, rows }
}

/// The file has the table's headings in its order, and row by row its words in the column `name`.
async fn same(who: &mut Client, page: &str, caption: &str, file: &str, name: &str) {
    let text = who.get(page).await.text();
    assert!(
        text.contains(&format!("href=\"{}\"", file.replace('&', "&amp;"))),
        "{page} leads to {file}: {text}"
    );
    let (headings, rows) = table(&text, caption);
    assert!(!rows.is_empty(), "{caption} of {page} has rows");
    let sheet = sheet(who, file).await;
    let plain: Vec<&str> = sheet
        .headings
        .iter()
        .map(|heading| heading.split(" (").next().unwrap())
        .collect();
    let mut left = plain.iter();
    for heading in &headings {
        assert!(left.any(|one| one == heading), "{heading} in {plain:?} of {file}");
    }
    assert_eq!(sheet.rows.len(), rows.len(), "{file}: {:?}", sheet.rows);
    let column = plain.iter().position(|one| *one == name).unwrap();
    for (cells, shown) in sheet.rows.iter().zip(&rows) {
        let cell = cells[column].trim_start_matches('\'');
        assert!(shown.contains(cell), "{cell:?} of {file} in {shown:?}");
    }
}

#[tokio::test]
async fn each_table_is_a_file_with_the_rows_of_the_page() {
    let world = World::new().await;
    let mut owner = northwind(&world, "owner").await;
    let (line, batch, import) = fill(&world, &mut owner).await;
    let (line, batch) = (
        format!("/business/lines/{line}"),
        format!("/business/lines/batches/{batch}"),
    );
    let [orders, wishes] = ["orders", "wishes"].map(|name| format!("{line}/{name}.csv"));
    let (people, refused) = (format!("{batch}/employees.csv"), format!("{import}/refused.csv"));
    for (page, caption, file, name) in [
        (
            "/business/members",
            "Members of the company",
            "/business/members.csv",
            "Person",
        ),
        (
            "/business/members",
            "Invitations that were not accepted yet",
            "/business/members/invitations.csv",
            "Invited",
        ),
        ("/business/teams", "Teams", "/business/teams.csv", "Team"),
        ("/business/alerts", "Alerts", "/business/alerts.csv", "What"),
        ("/business/requests", "Requests", "/business/requests.csv", "What"),
        (
            "/business/requests?state=open",
            "Requests",
            "/business/requests.csv?state=open",
            "State",
        ),
        (
            "/business/policies",
            "Rules of their own",
            "/business/policies.csv",
            "Who",
        ),
        (
            "/business/messages/quotas",
            "Teams",
            "/business/messages/quotas/teams.csv",
            "Limit",
        ),
        (
            "/business/messages/quotas",
            "Members",
            "/business/messages/quotas/members.csv",
            "Member",
        ),
        (
            "/business/sign-in",
            "Groups and roles",
            "/business/sign-in/groups.csv",
            "Group",
        ),
        (
            "/business/sign-in",
            "Domains of e-mail addresses",
            "/business/sign-in/domains.csv",
            "Record in the DNS",
        ),
        (
            "/business/sign-in",
            "Tokens of the directory",
            "/business/sign-in/tokens.csv",
            "Last use",
        ),
        ("/business/lines", "Lines", "/business/lines.csv", "Used"),
        (
            "/business/lines?state=suspended",
            "Lines",
            "/business/lines.csv?state=suspended",
            "State",
        ),
        (line.as_str(), "Plans and orders", orders.as_str(), "What"),
        (line.as_str(), "Asked of the carrier", wishes.as_str(), "Who"),
        (batch.as_str(), "Employees", people.as_str(), "Employee"),
        (
            import.as_str(),
            "Lines that cannot be added",
            refused.as_str(),
            "What is wrong",
        ),
        (
            "/business/usage?by=employee",
            "Data used",
            "/business/usage.csv?by=employee",
            "Data",
        ),
        (
            "/business/spend?by=team",
            "Spend",
            "/business/spend.csv?by=team",
            "Orders",
        ),
        (
            "/business/invoices/so-far",
            "By cost centre",
            "/business/invoices/so-far/centres.csv",
            "Lines",
        ),
        (
            "/business/invoices/so-far",
            "Lines",
            "/business/invoices/so-far/lines.csv",
            "What",
        ),
    ] {
        same(&mut owner, page, caption, file, name).await;
    }
    let first = owner.get("/business/history").await.text();
    let (headings, shown) = table(&first, "What was done");
    let history = sheet(&mut owner, "/business/history.csv").await;
    assert_eq!(
        headings.len() + 1,
        history.headings.len(),
        "what was done stands apart from to whom"
    );
    for (cells, shown) in history.rows.iter().zip(&shown) {
        assert!(
            shown.contains(&cells[1]) && shown.contains(&cells[2]),
            "{cells:?} in {shown}"
        );
    }
    assert!(history.rows.len() >= shown.len());

    // Not tables on the page, and files all the same.
    for (page, file, rows) in [
        ("/business/employees", "/business/employees.csv", 12),
        ("/business/budgets", "/business/budgets.csv", 1),
        ("/business/lines", "/business/lines/batches.csv", 1),
        ("/business/wallet/statement", "/business/wallet/statement.csv", 0),
    ] {
        let text = owner.get(page).await.text();
        assert!(
            text.contains(&format!("href=\"{file}\"")),
            "{page} leads to {file}"
        );
        assert!(sheet(&mut owner, file).await.rows.len() >= rows.max(1), "{file}");
    }
    let groups = owner.get("/business/sign-in/groups.csv").await.text();
    assert!(groups.contains("'=staff"), "no formula: {groups}");
    world.prove().await;
}

#[tokio::test]
async fn times_go_by_the_companys_clock_and_nobody_else_gets_a_file() {
    let world = World::new().await;
    let mut owner = northwind(&world, "owner").await;
    let (line, batch, _) = fill(&world, &mut owner).await;
    sqlx::query("update organizations set timezone = 'Asia/Kathmandu' where name = 'Northwind'")
        .execute(&mut world.owner().await)
        .await
        .unwrap();
    let invitations = sheet(&mut owner, "/business/members/invitations.csv").await;
    assert_eq!(invitations.headings[3], "Mailed (Asia/Kathmandu)");
    let there: String = sqlx::query_scalar(
        "select to_char((mailed_at at time zone 'UTC') + interval '5 hours 45 minutes', 'YYYY-MM-DD HH24:MI:SS')
         from organization_invitations where email = 'invited@northwind.test'",
    )
    .fetch_one(&mut world.owner().await)
    .await
    .unwrap();
    assert_eq!(invitations.rows[0][3], there);

    let files = [
        "/business/members.csv".to_owned(),
        "/business/members/invitations.csv".to_owned(),
        "/business/teams.csv".to_owned(),
        "/business/history.csv".to_owned(),
        "/business/alerts.csv".to_owned(),
        "/business/requests.csv".to_owned(),
        "/business/budgets.csv".to_owned(),
        "/business/policies.csv".to_owned(),
        "/business/messages/quotas/teams.csv".to_owned(),
        "/business/messages/quotas/members.csv".to_owned(),
        "/business/sign-in/groups.csv".to_owned(),
        "/business/sign-in/domains.csv".to_owned(),
        "/business/sign-in/tokens.csv".to_owned(),
        "/business/wallet/statement.csv".to_owned(),
        "/business/invoices/so-far/lines.csv".to_owned(),
        "/business/invoices/so-far/centres.csv".to_owned(),
        "/business/lines.csv".to_owned(),
        "/business/lines/batches.csv".to_owned(),
        format!("/business/lines/{line}/orders.csv"),
        format!("/business/lines/{line}/wishes.csv"),
        format!("/business/lines/batches/{batch}/employees.csv"),
    ];
    let mut viewer = northwind(&world, "viewer").await;
    let mut standard = world.member_browser(OrganizationRole::Standard).await;
    let mut elsewhere = world.browser("kite.localhost", "owner@kite.test").await;
    let mut stranger = world.stranger("aurora.localhost");
    for file in &files {
        assert_eq!(owner.get(file).await.status, 200, "{file}");
        assert_eq!(
            viewer.get(file).await.status,
            403,
            "{file}: a viewer takes nothing away"
        );
        assert_eq!(standard.get(file).await.status, 403, "{file}");
        assert_eq!(elsewhere.get(file).await.status, 404, "{file}");
        assert_eq!(stranger.get(file).await.status, 401, "{file}");
    }
    let members = viewer.get("/business/members").await.text();
    assert!(!members.contains("members.csv"), "no link that would be refused");

    // Greta is not of the manager's team; of another company nothing is there at all.
    let mut manager = northwind(&world, "manager").await;
    let mut other = world.browser("aurora.localhost", "customer@aurora.test").await;
    let made = [
        ("company_name", "Southwind"),
        ("billing_email", "a@southwind.test"),
    ];
    other.post("/business/new", "/do/business/create", &made).await;
    for file in &files {
        let is_one = file.contains(&line.to_string()) || file.contains(&batch.to_string());
        for (who, client) in [("manager", &mut manager), ("another company", &mut other)] {
            let answer = client.get(file).await;
            let expected = if is_one {
                answer.status == 404
            } else {
                answer.status != 404
            };
            assert!(expected, "{file} for the {who}: {}", answer.status);
            assert!(!answer.text().contains("Greta"), "{file} tells the {who}");
        }
    }
    world.prove().await;
}
