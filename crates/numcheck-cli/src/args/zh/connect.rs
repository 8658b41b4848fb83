//! How a vendor is reached: arguments that `check` and `run` share.

use super::Help;

pub(super) const HELP: &[Help] = &[
    (".sandbox", "由本机模拟服务商：不需要账号，不产生费用"),
    (".base_url", "服务商的接口地址，替代默认地址；多家服务商时写 juhe=URL"),
    (".allow_http", "允许用明文 http 传输 KEY 和号码，途中的每台机器都能看到"),
    (".timeout", "单次请求的超时时间，替代产品的默认值：30s、2m"),
    (".proxy", "经代理发送，如 http://host:port；注意服务商只放行固定 IP"),
    (".reuse_connections", "一秒内的下一个请求复用连接：更快；但连接若已失效，那次请求会计费存疑"),
];
