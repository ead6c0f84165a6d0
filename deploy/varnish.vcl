# Varnish in front of `broadsheet serve --port 8000`. In broadsheet.toml:
#     cdn = "varnish://127.0.0.1:6081"
vcl 4.1;
import std;

backend default {
    .host = "127.0.0.1";
    .port = "8000";
}

# The paper's own machines, which say what has changed.
acl newsroom {
    "localhost";
    "127.0.0.1";
    "::1";
}

sub vcl_recv {
    if (req.method == "BAN") {
        if (client.ip !~ newsroom || !req.http.X-Ban-Tags) {
            return (synth(403));
        }
        ban("obj.http.Surrogate-Key ~ (^|\s)(" + req.http.X-Ban-Tags + ")(\s|$)");
        return (synth(200));
    }
    if (req.method != "GET" && req.method != "HEAD") {
        return (pass);
    }
    # Readers who have something of their own to see.
    if (req.http.Cookie ~ "(?:^|[;,])\s*(?:[\w-]*sessionid|own|messages)\s*=") {
        return (pass);
    }
    unset req.http.Cookie;
    return (hash);
}

sub vcl_backend_response {
    set beresp.grace = 0s;
    if (beresp.http.Surrogate-Key && beresp.http.Surrogate-Control ~ "max-age=\d+") {
        set beresp.ttl = std.duration(
            regsub(beresp.http.Surrogate-Control, ".*max-age=(\d+).*", "\1s"), 0s);
        return (deliver);
    }
    # Files of the theme and pictures say themselves how long they keep.
    if (beresp.ttl <= 0s || beresp.http.Set-Cookie || beresp.status >= 400) {
        set beresp.uncacheable = true;
    }
    return (deliver);
}

sub vcl_deliver {
    unset resp.http.Surrogate-Key;
    unset resp.http.Surrogate-Control;
    unset resp.http.Cache-Tag;
    unset resp.http.CDN-Cache-Control;
    unset resp.http.X-Varnish;
    unset resp.http.Via;
    set resp.http.X-Cache = "miss";
    if (obj.hits > 0) {
        set resp.http.X-Cache = "hit";
    }
}
