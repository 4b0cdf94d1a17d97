//! A tiny name server: answers from a table, over real UDP.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex},
};

use hickory_resolver::proto::{
    op::{Message, MessageType, OpCode, ResponseCode},
    rr::{
        Name, RData, Record, RecordType,
        rdata::{A, AAAA, CAA, CNAME, NS, TXT},
    },
};
use tokio::net::UdpSocket;

/// What a server knows: by name, without its last dot.
#[derive(Default)]
struct Zone {
    records: HashMap<String, Vec<RData>>,
    broken: Vec<String>,
}

/// A running server; it ends with its test's runtime.
#[derive(Clone)]
pub struct DnsServer {
    pub address: SocketAddr,
    zone: Arc<Mutex<Zone>>,
}

impl DnsServer {
    /// Listens on any port of this machine.
    pub async fn start() -> Self {
        Self::at((Ipv4Addr::LOCALHOST, 0).into()).await
    }

    /// Listens there; another loopback address with the same port is another server.
    pub async fn at(address: SocketAddr) -> Self {
        let socket = UdpSocket::bind(address).await.unwrap();
        let server = Self {
            address: socket.local_addr().unwrap(),
            zone: Arc::default(),
        };
        tokio::spawn(serve(socket, server.zone.clone()));
        server
    }

    fn put(&self, name: &str, data: RData) {
        let mut zone = self.zone.lock().unwrap();
        zone.records.entry(name.to_owned()).or_default().push(data);
    }

    pub fn cname(&self, name: &str, target: &str) {
        self.put(name, RData::CNAME(CNAME(dotted(target))));
    }

    pub fn address(&self, name: &str, address: &str) {
        self.put(
            name,
            match address.parse().unwrap() {
                IpAddr::V4(address) => RData::A(A(address)),
                IpAddr::V6(address) => RData::AAAA(AAAA(address)),
            },
        );
    }

    pub fn txt(&self, name: &str, text: &str) {
        self.put(name, RData::TXT(TXT::new(vec![text.to_owned()])));
    }

    pub fn ns(&self, name: &str, server: &str) {
        self.put(name, RData::NS(NS(dotted(server))));
    }

    pub fn caa(&self, name: &str, issuer: &str) {
        self.put(
            name,
            RData::CAA(CAA::new_issue(false, Some(dotted(issuer)), vec![])),
        );
    }

    /// Forgets a name.
    pub fn clear(&self, name: &str) {
        self.zone.lock().unwrap().records.remove(name);
    }

    /// Answers every question about a name with a failure.
    pub fn break_down(&self, name: &str) {
        self.zone.lock().unwrap().broken.push(name.to_owned());
    }

    /// Ends every failure.
    pub fn heal(&self) {
        self.zone.lock().unwrap().broken.clear();
    }
}

fn dotted(name: &str) -> Name {
    Name::from_ascii(format!("{name}.")).unwrap()
}

async fn serve(socket: UdpSocket, zone: Arc<Mutex<Zone>>) {
    let mut buffer = [0; 1500];
    while let Ok((length, peer)) = socket.recv_from(&mut buffer).await {
        let Ok(question) = Message::from_vec(&buffer[..length]) else {
            continue;
        };
        let answer = answer(&question, &zone.lock().unwrap()).to_vec().unwrap();
        let _ = socket.send_to(&answer, peer).await;
    }
}

fn answer(question: &Message, zone: &Zone) -> Message {
    let mut answer = Message::new(question.metadata.id, MessageType::Response, OpCode::Query);
    answer.metadata.recursion_available = true;
    let query = question.queries[0].clone();
    let name = query.name().to_ascii().trim_end_matches('.').to_ascii_lowercase();
    let (full, kind) = (query.name().clone(), query.query_type());
    answer.add_query(query);
    if zone.broken.contains(&name) {
        answer.metadata.response_code = ResponseCode::ServFail;
        return answer;
    }
    let Some(known) = zone.records.get(&name) else {
        answer.metadata.response_code = ResponseCode::NXDomain;
        return answer;
    };
    let fits = |data: &&RData| data.record_type() == kind || data.record_type() == RecordType::CNAME;
    for data in known.iter().filter(fits) {
        answer.add_answer(Record::from_rdata(full.clone(), 60, data.clone()));
    }
    answer
}
