// the server of a stranger who followed the guide: a hundred authors, and a resolver that reads the books of each
const { sdk } = require("./graphql.cjs");
const { trace } = require("@opentelemetry/api");
const { graphql, GraphQLInt, GraphQLList, GraphQLObjectType, GraphQLSchema, GraphQLString } = require("graphql");
const { Client } = require("pg");

const [connectionString] = process.argv.slice(2);
const database = new Client({ connectionString });

const Author = new GraphQLObjectType({
  name: "Author",
  fields: {
    id: { type: GraphQLInt },
    books: {
      type: new GraphQLList(GraphQLString),
      resolve: async (author) =>
        (await database.query("SELECT title FROM book WHERE author_id = $1", [author.id])).rows.map((row) => row.title),
    },
  },
});
const authors = async () => (await database.query("SELECT id FROM author ORDER BY id")).rows;
const schema = new GraphQLSchema({
  query: new GraphQLObjectType({
    name: "Query",
    fields: { authors: { type: new GraphQLList(Author), resolve: authors } },
  }),
});

(async () => {
  await database.connect();
  await database.query("CREATE TEMP TABLE author AS SELECT id FROM generate_series(1, 100) id");
  await database.query("CREATE TEMP TABLE book AS SELECT id author_id, 'Book ' || id title FROM author");
  await trace.getTracer("http").startActiveSpan("POST /graphql", async (request) => {
    const answer = await graphql({ schema, source: "query Authors { authors { id books } }" });
    request.end();
    if (answer.errors || answer.data.authors[99].books[0] !== "Book 100") throw new Error(JSON.stringify(answer));
    console.log(request.spanContext().traceId);
  });
  await database.end();
  await sdk.shutdown();
})();
