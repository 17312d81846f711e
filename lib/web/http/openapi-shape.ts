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

export type OperationShape = {
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
export type DocumentShape = {
  info: { description: string }
  tags: { name: string }[]
  paths: Record<string, Record<string, OperationShape>>
  components: { schemas: Record<string, SchemaShape>; responses: Record<string, { description: string }> }
}
