import type { Schema } from "@/lib/web/http/openapi-reference"
import { FieldTable } from "./field-table"
import { Json } from "./json"
import { Prose } from "./prose"

export function SchemaSection({ schema }: { schema: Schema }) {
  const id = `schema-${schema.name}`
  return (
    <article aria-labelledby={id} className="border-b border-line py-6">
      <h3 id={id} className="scroll-mt-6 text-base font-medium">
        {schema.name}
      </h3>
      {schema.description !== "" && <Prose text={schema.description} className="mt-1 text-sm text-muted" />}
      {schema.fields.length === 0 ? (
        <p className="mt-1 text-sm text-muted">{schema.words}</p>
      ) : (
        <FieldTable label={`Fields of ${schema.name}`} head="Field" fields={schema.fields} />
      )}
      {schema.example !== null && <Json label={`Example of ${schema.name}`} text={schema.example} />}
    </article>
  )
}
