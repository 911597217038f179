const http = require("node:http");

const answer = (path) => (path === "/health" ? { status: 200, body: "ok" } : { status: 404, body: "not found" });

if (require.main === module) {
  http.createServer((request, response) => {
    const { status, body } = answer(request.url);
    response.writeHead(status).end(body);
  }).listen(process.env.PORT ?? 8080);
}

module.exports = { answer };
