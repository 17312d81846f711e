import { z } from "zod"

/** What the reference page, and what generates requests in tests, read of a JSON Schema. */
export const schemaShape = z.object({
  $ref: z.string().optional(),
  type: z.union([z.string(), z.array(z.string())]).optional(),
  format: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  default: z.unknown().optional(),
  description: z.string().optional(),
  examples: z.array(z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  minLength: z.number().optional(),
  maxLength: z.number().optional(),
  get anyOf() {
    return z.array(schemaShape).optional()
  },
  get oneOf() {
    return z.array(schemaShape).optional()
  },
  get allOf() {
    return z.array(schemaShape).optional()
  },
  get items() {
    return schemaShape.optional()
  },
  get properties() {
    return z.record(z.string(), schemaShape).optional()
  },
  get additionalProperties() {
    return z.union([z.boolean(), schemaShape]).optional()
  },
})

export type SchemaShape = z.infer<typeof schemaShape>

const contentShape = z.record(z.string(), z.object({ schema: schemaShape.optional() }))

const operationShape = z.object({
  operationId: z.string(),
  summary: z.string(),
  description: z.string(),
  tags: z.array(z.string()),
  parameters: z
    .array(
      z.object({
        in: z.enum(["path", "query", "header", "cookie"]),
        name: z.string(),
        description: z.string().optional(),
        required: z.boolean().optional(),
        schema: schemaShape,
      }),
    )
    .default([]),
  requestBody: z.object({ required: z.boolean().default(false), content: contentShape }).optional(),
  responses: z.record(
    z.string(),
    z.union([
      z.object({ $ref: z.string() }),
      z.object({ description: z.string(), content: contentShape.default({}) }),
    ]),
  ),
})

export type OperationShape = z.infer<typeof operationShape>

/** The part of an OpenAPI document that the reference page shows. */
export const documentShape = z.object({
  info: z.object({ description: z.string() }),
  tags: z.array(z.object({ name: z.string() })),
  paths: z.record(z.string(), z.record(z.string(), operationShape)),
  components: z.object({
    schemas: z.record(z.string(), schemaShape),
    responses: z.record(z.string(), z.object({ description: z.string() })),
  }),
})

export type DocumentShape = z.infer<typeof documentShape>
