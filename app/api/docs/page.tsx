import type { Metadata } from "next"
import { Contents } from "@/app/api/docs/contents"
import { formatCurl } from "@/app/api/docs/curl"
import { DocsHeader, Json, Prose } from "@/app/api/docs/docs-header"
import { describeApi } from "@/app/api/v1/api"
import { ScrollRegion } from "@/components/ui/scroll-region"
import {
  buildReference,
  type Content,
  type Field,
  type Operation,
  type Schema,
  type TypeDescription,
} from "@/lib/web/http/openapi-reference"

export const metadata: Metadata = { title: "API reference" }

/**
 * The OpenAPI document as plain HTML with anchors, which works with the strict Content-Security-Policy; only the search
 * uses a script.
 */
export default function DocsPage() {
  const reference = buildReference(describeApi())
  return (
    <div className="min-h-dvh">
      <DocsHeader />
      <div className="mx-auto flex max-w-6xl gap-x-10 px-4 max-lg:flex-col md:px-8">
        <Contents
          groups={reference.groups.map(({ name, operations }) => ({
            name,
            operations: operations.map(({ id, method, path, summary }) => ({ id, method, path, summary })),
          }))}
          schemas={reference.schemas.map(({ name }) => name)}
        />
        <main className="min-w-0 flex-1 py-8">
          <h1 className="text-xl font-medium">API reference</h1>
          <div className="mt-3 flex max-w-146 flex-col gap-2 text-muted">
            {reference.introduction.map((paragraph) => (
              <Prose key={paragraph} text={paragraph} />
            ))}
          </div>
          {reference.groups.map((group) => (
            <section key={group.name} aria-labelledby={`group-${group.name}`} className="mt-12">
              <h2 id={`group-${group.name}`} className="scroll-mt-6 text-lg font-medium capitalize">
                {group.name}
              </h2>
              {group.operations.map((operation) => (
                <OperationSection
                  key={operation.id}
                  operation={operation}
                  curl={formatCurl(operation, reference.schemas)}
                />
              ))}
            </section>
          ))}
          <section aria-labelledby="schemas" className="mt-12">
            <h2 id="schemas" className="scroll-mt-6 text-lg font-medium">
              Schemas
            </h2>
            {reference.schemas.map((schema) => (
              <SchemaSection key={schema.name} schema={schema} />
            ))}
          </section>
        </main>
      </div>
    </div>
  )
}

/** One operation; `curl` is its command. */
function OperationSection({ operation, curl }: { operation: Operation; curl: string }) {
  const { id, method, path, summary, description, parameters, body, responses } = operation
  const successes = responses.filter(({ status }) => status < "400")
  const problems = responses.filter(({ status }) => status >= "400")
  return (
    <article aria-labelledby={id} className="border-b border-line py-6">
      <h3 id={id} className="scroll-mt-6 text-base font-medium">
        {summary}
      </h3>
      <p className="mt-1 font-mono text-xs break-all">
        <span className="font-medium text-accent">{method}</span> {path}
      </p>
      <div className="mt-2 flex max-w-146 flex-col gap-1 text-sm text-muted">
        {description.map((paragraph) => (
          <Prose key={paragraph} text={paragraph} />
        ))}
      </div>
      {parameters.length > 0 && (
        <FieldTable
          label={`Parameters of ${summary}`}
          head="Parameter"
          fields={parameters.map((parameter) => ({ ...parameter, note: parameter.location }))}
        />
      )}
      {body !== null && (
        <p className="mt-3 text-sm">
          <span className="text-muted">Body{body.required ? "" : " (optional)"}: </span>
          <MediaTypes contents={body.contents} />
        </p>
      )}
      <Responses responses={successes} className="mt-3 text-sm" />
      {problems.length > 0 && (
        <details className="mt-2 text-sm">
          <summary className="cursor-pointer rounded-sm text-muted">
            Errors{" "}
            <span className="font-mono text-xs tabular-nums">
              {problems.map(({ status }) => status).join(" ")}
            </span>
          </summary>
          <Responses responses={problems} className="mt-2" />
        </details>
      )}
      <details className="mt-2 text-sm">
        <summary className="cursor-pointer rounded-sm text-muted">curl</summary>
        <Json label={`curl command: ${summary}`} text={curl} />
      </details>
    </article>
  )
}

function Responses({ responses, className }: { responses: Operation["responses"]; className: string }) {
  return (
    <dl className={`flex flex-col gap-1 ${className}`}>
      {responses.map(({ status, description, contents }) => (
        <div key={status} className="flex gap-3">
          <dt className="w-8 shrink-0 font-mono text-xs leading-5 tabular-nums">{status}</dt>
          <dd className="min-w-0 text-muted">
            <Prose text={description} className="inline" />{" "}
            <span className="text-text">
              <MediaTypes contents={contents} />
            </span>
          </dd>
        </div>
      ))}
    </dl>
  )
}

function MediaTypes({ contents }: { contents: Content[] }) {
  return contents.map((content, index) => (
    <span key={content.mediaType}>
      {index > 0 && " or "}
      <TypeName type={content} /> <code className="font-mono text-xs text-muted">{content.mediaType}</code>
    </span>
  ))
}

function SchemaSection({ schema }: { schema: Schema }) {
  const id = `schema-${schema.name}`
  return (
    <article aria-labelledby={id} className="border-b border-line py-6">
      <h3 id={id} className="scroll-mt-6 text-base font-medium">
        {schema.name}
      </h3>
      {schema.description !== "" && <Prose text={schema.description} className="mt-1 text-sm text-muted" />}
      {schema.fields.length === 0 ? (
        <p className="mt-1 text-sm text-muted">{schema.text}</p>
      ) : (
        <FieldTable label={`Fields of ${schema.name}`} head="Field" fields={schema.fields} />
      )}
      {schema.example !== null && <Json label={`Example of ${schema.name}`} text={schema.example} />}
    </article>
  )
}

interface FieldTableProps {
  label: string
  head: string
  fields: (Field & { note?: string })[]
}

const headCell = "border-b border-line py-1.5 pr-4 text-left text-xs font-medium text-muted"
const cell = "border-b border-line py-1.5 pr-4 align-top"

function FieldTable({ label, head, fields }: FieldTableProps) {
  return (
    <ScrollRegion label={label} className="mt-3">
      <table aria-label={label} className="w-full border-separate border-spacing-0 text-sm">
        <thead>
          <tr>
            <th scope="col" className={`${headCell} md:w-48`}>
              {head}
            </th>
            <th scope="col" className={`${headCell} hidden w-56 md:table-cell`}>
              Type
            </th>
            <th scope="col" className={headCell}>
              Description
            </th>
          </tr>
        </thead>
        <tbody>
          {fields.map((field) => (
            <tr key={`${field.note} ${field.name}`}>
              <th scope="row" className={`${cell} text-left font-normal`}>
                <code className="font-mono text-xs">{field.name}</code>
                <span className="block text-2xs text-muted">
                  {[field.note, field.required ? "required" : ""].filter(Boolean).join(" · ")}
                </span>
                <span className="block text-2xs text-muted md:hidden">
                  <TypeName type={field} />
                </span>
              </th>
              <td className={`${cell} hidden text-muted md:table-cell`}>
                <TypeName type={field} />
                {field.initial !== null && <span className="block text-2xs">default {field.initial}</span>}
              </td>
              <td className={`${cell} text-muted`}>
                <Prose text={field.description} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  )
}

function TypeName({ type }: { type: TypeDescription }) {
  return (
    <>
      {type.text}
      {type.schema !== null && (
        <>
          {type.text !== "" && " "}
          <a
            href={`#schema-${type.schema}`}
            className="rounded-sm text-accent underline decoration-accent/40 underline-offset-2 hover:decoration-accent"
          >
            {type.schema}
          </a>
        </>
      )}
    </>
  )
}
