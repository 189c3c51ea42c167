"""JSON answers in the shapes that well-known interfaces have, written for the tests."""

import json
from typing import Any

HEADS = [
    "The court dismisses the appeal of two towns",
    "New rules for the transport of live animals",
    "Minister opens the bridge over the river",
    "Report on water quality published this week",
    "Public hearing about the northern bypass road",
]
BODY = "The office said so on Monday, after a long debate in which all sides were heard. " * 3


def day(n: int) -> str:
    return f"2025-03-{20 - n:02}"


def wordpress() -> Any:
    return [
        {
            "id": 900 - n, "date": f"{day(n)}T10:15:00", "date_gmt": f"{day(n)}T09:15:00",
            "guid": {"rendered": f"https://site.test/?p={900 - n}"},
            "modified": f"{day(0)}T11:00:00", "modified_gmt": f"{day(0)}T10:00:00",
            "slug": f"item-{n}", "status": "publish", "type": "post",
            "link": f"https://site.test/news/item-{n}/",
            "title": {"rendered": f"{head} &#8211; today"},
            "content": {"rendered": f"<p>{BODY}</p><script>x()</script>", "protected": False},
            "excerpt": {"rendered": "<p>The office said so.</p>", "protected": False},
            "author": 3, "featured_media": 17, "categories": [4], "tags": [],
            "_links": {"self": [{"href": f"https://site.test/wp-json/wp/v2/posts/{900 - n}"}],
                       "collection": [{"href": "https://site.test/wp-json/wp/v2/posts"}]},
        }
        for n, head in enumerate(HEADS)
    ]  # fmt: skip


def github_releases() -> Any:
    return [
        {
            "url": f"https://api.code.test/repos/o/p/releases/{n}", "html_url":
            f"https://code.test/o/p/releases/tag/v1.{n}.0", "id": 5000 - n, "node_id": f"RE_kw{n}",
            "assets_url": f"https://api.code.test/repos/o/p/releases/{n}/assets",
            "tarball_url": f"https://api.code.test/repos/o/p/tarball/v1.{n}.0",
            "author": {"login": "dev", "id": 1, "html_url": "https://code.test/dev",
                       "avatar_url": "https://code.test/a.png"},
            "tag_name": f"v1.{n}.0", "target_commitish": "main", "draft": False,
            "name": None if n == 2 else f"Version 1.{n}.0", "prerelease": False,
            "created_at": f"{day(n)}T08:00:00Z", "published_at": f"{day(n)}T09:30:00Z",
            "body": f"## Changes\n\n- {BODY}",
            "assets": [{"url": f"https://api.code.test/assets/{n}{m}", "name": f"p-{n}{m}.zip",
                        "id": n * 10 + m, "created_at": f"{day(n)}T08:10:00Z", "label": "",
                        "browser_download_url": f"https://code.test/d/{n}{m}.zip"}
                       for m in range(6)],
        }
        for n in range(5)
    ]  # fmt: skip


def graphql() -> Any:
    edges = [
        {"cursor": f"c{n}", "node": {"__typename": "Post", "headline": head, "path": f"/n/{n}",
                                     "publishedAt": f"{day(n)}T09:00:00+02:00",
                                     "section": {"name": "Politics of the day", "url": "/s"}}}
        for n, head in enumerate(HEADS)
    ]  # fmt: skip
    return {
        "data": {
            "site": {
                "menu": [{"title": t, "url": f"/{t}"} for t in ("a", "b", "c", "d")],
                "posts": {"edges": edges, "pageInfo": {"hasNextPage": True}},
            }
        }
    }


def json_api() -> Any:
    data = [
        {"type": "articles", "id": f"{n + 1}",
         "attributes": {"title": head, "created": f"{day(n)}T07:00:00+00:00",
                        "changed": f"{day(0)}T07:00:00+00:00",
                        "body": {"value": f"<p>{BODY}", "processed": f"<p>{BODY}</p>"},
                        "path": {"alias": f"/news/{n}", "pid": n, "langcode": "en"}},
         "links": {"self": {"href": f"https://site.test/jsonapi/articles/{n + 1}"}},
         "relationships": {"author": {"data": {"type": "people", "id": "9"}}}}
        for n, head in enumerate(HEADS)
    ]  # fmt: skip
    people = [{"type": "people", "id": "9", "attributes": {"name": "Ann Other", "url": "/p/9"}}]
    return {"jsonapi": {"version": "1.0"}, "data": data, "included": people}


def algolia() -> Any:
    hits = [
        {"objectID": f"{4000 - n}", "created_at": f"{day(n)}T10:00:00Z", "title": head,
         "created_at_i": 1742464800 - 86400 * n, "url": f"https://elsewhere{n}.test/story",
         "author": f"user{n}", "points": 100 - n, "story_id": 4000 - n, "num_comments": n,
         "updated_at": f"{day(0)}T10:00:00Z", "_tags": ["story", f"author_user{n}"],
         "_highlightResult": {"title": {"value": head, "matchLevel": "none"},
                              "url": {"value": f"https://elsewhere{n}.test/<em>story</em>"}}}
        for n, head in enumerate(HEADS)
    ]  # fmt: skip
    return {"hits": hits, "nbHits": 5, "page": 0, "facets": {"author": {"user1": 3}}}


def elasticsearch() -> Any:
    hits = [
        {"_index": "news", "_id": f"k{n}", "_score": 1.0,
         "_source": {"title": head, "publication_date": 1742464800000 - 86400000 * n,
                     "link": f"https://site.test/doc/{n}", "abstract": BODY}}
        for n, head in enumerate(HEADS)
    ]  # fmt: skip
    return {"took": 3, "hits": {"total": {"value": 5}, "hits": hits}}


def discourse() -> Any:
    topics = [
        {"id": 70 - n, "title": head, "fancy_title": head, "slug": f"topic-{n}", "posts_count": n,
         "created_at": f"{day(n)}T10:00:00.123Z", "last_posted_at": f"{day(0)}T10:00:00.000Z",
         "bumped_at": f"{day(0)}T11:00:00.000Z", "views": 9, "category_id": 4,
         "posters": [{"description": "Original Poster", "user_id": 5}]}
        for n, head in enumerate(HEADS)
    ]  # fmt: skip
    users = [{"id": n, "username": f"u{n}", "name": f"Some Person {n}",
              "avatar_template": "/a/{size}.png"} for n in range(7)]  # fmt: skip
    return {"users": users, "topic_list": {"per_page": 30, "topics": topics}}


def guardian() -> Any:
    results = [
        {"id": f"world/2025/mar/{n}/slug", "type": "article", "sectionId": "world",
         "sectionName": "World news of today", "webPublicationDate": f"{day(n)}T10:00:07Z",
         "webTitle": head, "webUrl": f"https://paper.test/world/{n}",
         "apiUrl": f"https://content.paper.test/world/{n}"}
        for n, head in enumerate(HEADS)
    ]  # fmt: skip
    return {"response": {"status": "ok", "total": 5, "results": results}}


def reddit() -> Any:
    children = [
        {"kind": "t3", "data": {"id": f"a{n}", "name": f"t3_a{n}", "title": head,
                                "permalink": f"/r/x/comments/a{n}/", "created_utc": 1742464800.0 -
                                86400 * n, "url": f"https://elsewhere.test/{n}", "selftext": "",
                                "author": "someone", "subreddit": "x", "edited": False,
                                "thumbnail": f"https://img.test/{n}.jpg"}}
        for n, head in enumerate(HEADS)
    ]  # fmt: skip
    return {"kind": "Listing", "data": {"after": "t3_a4", "children": children}}


def crossref() -> Any:
    items = [
        {"DOI": f"10.1/{n}", "URL": f"https://doi.test/10.1/{n}", "title": [head],
         "published": {"date-parts": [[2025, 3, 20 - n]]},
         "indexed": {"date-time": f"{day(0)}T00:00:01Z"}, "author": [{"family": "Doe"}],
         "abstract": f"<jats:p>{BODY}</jats:p>"}
        for n, head in enumerate(HEADS)
    ]  # fmt: skip
    return {"status": "ok", "message": {"items": items, "total-results": 5}}


def by_id() -> Any:
    return {"articles": {f"k{n}": {"titulo": head, "fecha": f"{20 - n}/03/2025",
                                   "enlace": f"noticias/{n}.html"}
                         for n, head in enumerate(HEADS)}}  # fmt: skip


def sectioned() -> Any:
    return {"sections": [
        {"title": f"Section number {s}", "url": f"/s/{s}",
         "items": [{"title": f"{head} {s}", "url": f"/s/{s}/{n}", "date": f"Mar {20 - n}, 2025"}
                   for n, head in enumerate(HEADS)]}
        for s in range(2)
    ]}  # fmt: skip


def blogger() -> Any:
    return {"feed": {"entry": [
        {"id": {"$t": f"tag:b,{n}"}, "published": {"$t": f"{day(n)}T10:00:00.000-07:00"},
         "updated": {"$t": f"{day(0)}T10:00:00.000-07:00"}, "title": {"type": "text", "$t": head},
         "content": {"type": "html", "$t": f"<p>{BODY}</p>"},
         "link": [{"rel": "replies", "href": f"https://b.test/c/{n}"},
                  {"rel": "alternate", "href": f"https://b.test/p/{n}.html"}]}
        for n, head in enumerate(HEADS)
    ]}}  # fmt: skip


def mails() -> Any:
    return {"items": [{"headline": {"main": head, "kicker": "Politics"}, "web_url":
                       f"https://p.test/{n}", "pub_date": f"{day(n)}T10:00:00+0000",
                       "sent": f"Thu, {20 - n} Mar 2025 10:00:00 GMT"}
                      for n, head in enumerate(HEADS)]}  # fmt: skip


def statuses() -> Any:
    return [{"id": f"{110 - n}", "created_at": f"{day(n)}T10:00:00.000Z", "url":
             f"https://m.test/@o/{110 - n}", "uri": f"https://m.test/u/o/s/{110 - n}",
             "content": f"<p>{head}. {BODY}</p>", "account": {"id": "1", "display_name": "O",
             "url": "https://m.test/@o", "note": "<p>We are the office of it all.</p>"}}
            for n, head in enumerate(HEADS)]  # fmt: skip


def values_in_lists() -> Any:
    return [{"nid": [{"value": 9 + n}], "title": [{"value": head}], "type": [{"url": "/type"}],
             "created": [{"value": f"{day(n)}T10:00:00+00:00", "format": "Y-m-d"}],
             "changed": [{"value": f"{day(0)}T10:00:00+00:00"}],
             "path": [{"alias": f"/news/{n}", "langcode": "en"}],
             "body": [{"value": f"<p>{BODY}</p>", "format": "html", "summary": ""}]}
            for n, head in enumerate(HEADS)]  # fmt: skip


def advisories() -> Any:
    return {"totalResults": 5, "vulnerabilities": [
        {"cve": {"id": f"CVE-2025-{n}11", "sourceIdentifier": "cna@x.test",
                 "published": f"{day(n)}T10:15:00.123", "lastModified": f"{day(0)}T10:15:00.123",
                 "descriptions": [{"lang": "en", "value": head}, {"lang": "es", "value": "x"}],
                 "references": [{"url": f"https://ref.test/{n}", "source": "cna@x.test"}]}}
        for n, head in enumerate(HEADS)]}  # fmt: skip


def commits() -> Any:
    return [{"sha": f"abc{n}", "html_url": f"https://code.test/c/{n}", "comments_url": "https://x.test/",
             "commit": {"message": f"{head}\n\n{BODY}", "tree": {"sha": "1"},
                        "author": {"name": "Some One", "date": f"{day(n)}T10:00:00Z"},
                        "committer": {"name": "Any Other", "date": f"{day(n)}T11:00:00Z"}},
             "author": {"login": "dev"}, "parents": [{"html_url": "https://code.test/c/0"}]}
            for n, head in enumerate(HEADS)]  # fmt: skip


def rich_texts() -> Any:
    return {"items": [{"sys": {"id": f"c{n}", "createdAt": f"{day(n)}T10:00:00Z",
                               "updatedAt": f"{day(0)}T10:00:00Z"},
                       "fields": {"title": head, "body": {"nodeType": "document", "content": [
                           {"nodeType": "paragraph", "content": [
                               {"nodeType": "text", "value": BODY.strip()}]}]}}}
                      for n, head in enumerate(HEADS)],
            "includes": {"Asset": [{"fields": {"title": f"A picture of number {n}"}}
                                   for n in range(7)]}}  # fmt: skip


def posts_without_titles() -> Any:
    return {"feed": [{"post": {"uri": f"at://did:x/app/{n}", "cid": f"b{n}",
                               "author": {"handle": "office.test", "displayName": "The Office"},
                               "record": {"createdAt": f"{day(n)}T10:00:00Z",
                                          "text": f"{head}. {BODY}"},
                               "indexedAt": f"{day(0)}T10:00:01Z"}}
                     for n, head in enumerate(HEADS)]}  # fmt: skip


def table() -> Any:
    return {"meta": {"count": 3}, "tags": [{"id": n, "name": f"Tag {n}", "link": f"/t/{n}",
            "count": n} for n in range(9)]}  # fmt: skip


def body(value: Any) -> bytes:
    return json.dumps(value).encode()
