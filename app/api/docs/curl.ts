import type { Field, Operation, Schema } from "@/lib/web/http/openapi-reference"

/** The shell command of a request with its required parts, and placeholders in capitals for the reader's values. */
export function formatCurl(operation: Operation, schemas: readonly Schema[]): string {
  const { method, path, acceptsToken, parameters, body, responses } = operation
  const required = (location: string) =>
    parameters.filter((parameter) => parameter.required && parameter.location === location)
  const query = required("query").map(({ name }) => `${name}=${placeholder(name)}`)
  const address = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => placeholder(name))
  const isStream = responses.some(({ contents }) =>
    contents.some(({ mediaType }) => mediaType === "text/event-stream"),
  )
  const [content] = body?.contents ?? []
  const lines = [
    `curl${method === "GET" ? "" : ` -X ${method}`} "$SLIPWAY_URL${[address, query.join("&")].filter(Boolean).join("?")}"`,
    ...(acceptsToken ? ['-H "Authorization: Bearer $SLIPWAY_TOKEN"'] : []),
    ...required("header").map(({ name }) => `-H "${name}: ${placeholder(name)}"`),
  ]
  if (isStream) lines.push("--no-buffer")
  if (content !== undefined) lines.push(`-H "Content-Type: ${content.mediaType}"`, dataOf(content, schemas))
  return lines.join(" \\\n  ")
}

type Content = NonNullable<Operation["body"]>["contents"][number]

/** The example of the schema, or its required fields. */
function dataOf({ mediaType, schema: name }: Content, schemas: readonly Schema[]): string {
  if (!mediaType.includes("json")) return "--data-binary @FILE"
  const schema = schemas.find((one) => one.name === name)
  const fields = schema?.fields.filter(({ required }) => required) ?? []
  const example = schema?.example ?? JSON.stringify(Object.fromEntries(fields.map(fieldExample)))
  return `-d '${example.replaceAll("'", "'\\''")}'`
}

function fieldExample(field: Field): [string, unknown] {
  const { name, text: words, initial } = field
  if (initial !== null) return [name, JSON.parse(initial)]
  if (words.startsWith("list of")) return [name, []]
  if (words.startsWith("map to") || words === "object" || field.schema !== null) return [name, {}]
  if (words.startsWith("integer") || words.startsWith("number")) return [name, 1]
  if (words.startsWith("boolean")) return [name, true]
  return [name, words.includes(" · ") ? words.split(" · ")[0] : placeholder(name)]
}

/** `tenantId` is TENANT_ID. */
function placeholder(name: string): string {
  return name
    .replaceAll(/([a-z])([A-Z])/g, "$1_$2")
    .replaceAll("-", "_")
    .toUpperCase()
}
