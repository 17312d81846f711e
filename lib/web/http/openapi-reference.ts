import type { OpenApiDocument } from "./openapi"

/** The parts of a JSON Schema that the reference page and the request generator of the tests use. */
export type SchemaShape = {
  $ref?: string
  type?: string | string[]
  format?: string
  enum?: unknown[]
  const?: unknown
  default?: unknown
  description?: string
  examples?: unknown[]
  required?: string[]
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  anyOf?: SchemaShape[]
  oneOf?: SchemaShape[]
  allOf?: SchemaShape[]
  items?: SchemaShape
  properties?: Record<string, SchemaShape>
  additionalProperties?: boolean | SchemaShape
}

type ContentShape = Record<string, { schema?: SchemaShape }>

type OperationShape = {
  operationId: string
  summary: string
  description: string
  tags: string[]
  security: Record<string, string[]>[]
  parameters?: { in: string; name: string; description?: string; required?: boolean; schema: SchemaShape }[]
  requestBody?: { required?: boolean; content: ContentShape }
  responses: Record<string, { $ref: string } | { description: string; content?: ContentShape }>
}

/** The part of our OpenAPI document that the reference page shows. */
type DocumentShape = {
  info: { description: string }
  tags: { name: string }[]
  paths: Record<string, Record<string, OperationShape>>
  components: { schemas: Record<string, SchemaShape>; responses: Record<string, { description: string }> }
}

/** `text` to display, and the named schema that follows them, if any: "list of" + Deployment. */
export type TypeDescription = { text: string; schema: string | null }

export type Field = TypeDescription & {
  name: string
  required: boolean
  description: string
  initial: string | null
}

export type Content = TypeDescription & { mediaType: string }

export type Operation = ReturnType<typeof operationOf>
export type Schema = ReturnType<typeof schemaOf>

/** The document in the structure and order of the reference page. */
export function buildReference(document: OpenApiDocument) {
  const shape: DocumentShape = JSON.parse(JSON.stringify(document))
  const operations = Object.entries(shape.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({
      tag: operation.tags[0],
      operation: operationOf(shape, path, method, operation),
    })),
  )
  return {
    introduction: paragraphs(shape.info.description),
    groups: shape.tags.map(({ name }) => ({
      name,
      operations: operations.filter(({ tag }) => tag === name).map(({ operation }) => operation),
    })),
    schemas: Object.entries(shape.components.schemas)
      .map(([name, schema]) => schemaOf(name, schema))
      .sort((a, b) => a.name.localeCompare(b.name, "en")),
  }
}

/** `description`: paragraphs, with code between backticks. */
function operationOf(document: DocumentShape, path: string, method: string, operation: OperationShape) {
  return {
    id: operation.operationId,
    method: method.toUpperCase(),
    path,
    summary: operation.summary,
    description: paragraphs(operation.description),
    acceptsToken: operation.security.some((scheme) => "token" in scheme),
    parameters: (operation.parameters ?? []).map(
      ({ in: location, name, required = false, description, schema }) => ({
        ...fieldOf(name, schema, required, description),
        location,
      }),
    ),
    body:
      operation.requestBody === undefined
        ? null
        : {
            required: operation.requestBody.required ?? false,
            contents: contentsOf(operation.requestBody.content),
          },
    responses: Object.entries(operation.responses).map(([status, response]) => {
      if (!("$ref" in response)) return { status, ...response, contents: contentsOf(response.content ?? {}) }
      const description = document.components.responses[nameOf(response.$ref)]?.description ?? ""
      return { status, description, contents: [] }
    }),
  }
}

function contentsOf(content: Record<string, { schema?: SchemaShape }>): Content[] {
  return Object.entries(content).map(([mediaType, { schema }]) => ({
    mediaType,
    ...describeType(schema ?? {}),
  }))
}

function schemaOf(name: string, schema: SchemaShape) {
  const [example] = schema.examples ?? []
  return {
    name,
    description: schema.description ?? "",
    text: describeType(schema).text,
    fields: Object.entries(schema.properties ?? {}).map(([field, inner]) =>
      fieldOf(field, inner, schema.required?.includes(field) ?? false),
    ),
    example: example === undefined ? null : JSON.stringify(example, null, 2),
  }
}

function fieldOf(name: string, schema: SchemaShape, required: boolean, description?: string): Field {
  return {
    name,
    required,
    ...describeType(schema),
    description: description ?? schema.description ?? "",
    initial: schema.default === undefined ? null : JSON.stringify(schema.default),
  }
}

/** A short description of a type, such as "list of Deployment", "date-time or null" or "day · week · month". */
export function describeType(schema: SchemaShape): TypeDescription {
  if (schema.$ref !== undefined) return { text: "", schema: nameOf(schema.$ref) }
  if (schema.anyOf !== undefined) return eitherOf(schema.anyOf.map(describeType))
  if (schema.enum !== undefined) return plain(schema.enum.map(String).join(" · "))
  if (schema.const !== undefined) return plain(JSON.stringify(schema.const))
  if (schema.items !== undefined) return before("list of", describeType(schema.items))
  if (typeof schema.additionalProperties === "object") {
    return before("map to", describeType(schema.additionalProperties))
  }
  return plain(`${schema.format ?? [schema.type ?? "anything"].flat().join(" or ")}${limitsOf(schema)}`)
}

function eitherOf(types: TypeDescription[]): TypeDescription {
  const schema = types.find((type) => type.schema !== null)?.schema ?? null
  const parts = types.map((type) =>
    [type.text, type.schema === schema ? "" : type.schema].filter(Boolean).join(" "),
  )
  const texts = parts.filter((part) => part !== "")
  return schema === null
    ? plain(texts.join(" or "))
    : { text: texts.length === 0 ? "" : `${texts.join(" or ")} or`, schema }
}

function limitsOf({ minimum, maximum, maxLength }: SchemaShape): string {
  const safe = (limit?: number) => limit !== undefined && Math.abs(limit) < Number.MAX_SAFE_INTEGER
  const parts = [
    safe(minimum) ? `≥ ${minimum}` : "",
    safe(maximum) ? `≤ ${maximum}` : "",
    maxLength === undefined ? "" : `≤ ${maxLength} characters`,
  ].filter(Boolean)
  return parts.length === 0 ? "" : `, ${parts.join(", ")}`
}

function plain(text: string): TypeDescription {
  return { text, schema: null }
}

function before(prefix: string, inner: TypeDescription): TypeDescription {
  return { ...inner, text: [prefix, inner.text].filter(Boolean).join(" ") }
}

function nameOf(pointer: string): string {
  return pointer.split("/").at(-1) ?? pointer
}

function paragraphs(text: string): string[] {
  return text.split(/\n\s*\n/).map((paragraph) => paragraph.replace(/\s+/g, " ").trim())
}
