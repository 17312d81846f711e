import { Json, Prose } from "@/app/api/docs/docs-header"
import { ScrollRegion } from "@/components/ui/scroll-region"
import type { Content, Field, Operation, Schema, TypeDescription } from "@/lib/web/http/openapi-reference"

/** One operation; `curl` is its command. */
export function OperationSection({ operation, curl }: { operation: Operation; curl: string }) {
  const { id, method, path, summary, description, parameters, body, answers } = operation
  const successes = answers.filter(({ status }) => status < "400")
  const problems = answers.filter(({ status }) => status >= "400")
  return (
    <article aria-labelledby={id} className="border-b border-line py-6">
      <h3 id={id} className="scroll-mt-6 text-base font-medium">
        {summary}
      </h3>
      <p className="mt-1 font-mono text-xs break-all">
        <span className="font-medium text-accent">{method}</span> {path}
      </p>
      <div className="mt-2 flex max-w-prose flex-col gap-1 text-sm text-muted">
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
          <Contents contents={body.contents} />
        </p>
      )}
      <dl className="mt-3 flex flex-col gap-1 text-sm">
        {successes.map((answer) => (
          <div key={answer.status} className="flex gap-3">
            <dt className="w-8 shrink-0 font-mono text-xs leading-5 tabular-nums">{answer.status}</dt>
            <dd className="min-w-0 text-muted">
              {answer.description}{" "}
              <span className="text-text">
                <Contents contents={answer.contents} />
              </span>
            </dd>
          </div>
        ))}
      </dl>
      <Problems problems={problems} />
      <details className="mt-2 text-sm">
        <summary className="cursor-pointer rounded-sm text-muted">curl</summary>
        <Json label={`curl command: ${summary}`} text={curl} />
      </details>
    </article>
  )
}

function Problems({ problems }: { problems: Operation["answers"] }) {
  if (problems.length === 0) return null
  return (
    <details className="mt-2 text-sm">
      <summary className="cursor-pointer rounded-sm text-muted">
        Errors{" "}
        <span className="font-mono text-xs tabular-nums">
          {problems.map(({ status }) => status).join(" ")}
        </span>
      </summary>
      <dl className="mt-2 flex flex-col gap-1">
        {problems.map(({ status, description }) => (
          <div key={status} className="flex gap-3">
            <dt className="w-8 shrink-0 font-mono text-xs leading-5 tabular-nums">{status}</dt>
            <dd className="text-muted">
              <Prose text={description} />
            </dd>
          </div>
        ))}
      </dl>
    </details>
  )
}

function Contents({ contents }: { contents: Content[] }) {
  return contents.map((content, index) => (
    <span key={content.mediaType}>
      {index > 0 && " or "}
      <TypeName type={content} /> <code className="font-mono text-xs text-muted">{content.mediaType}</code>
    </span>
  ))
}

export function SchemaSection({ schema }: { schema: Schema }) {
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
