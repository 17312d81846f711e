import type { Content, Operation } from "@/lib/web/http/openapi-reference"
import { FieldTable } from "./field-table"
import { Prose } from "./prose"
import { TypeName } from "./type-name"

export function OperationSection({ operation }: { operation: Operation }) {
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
          fields={parameters.map((parameter) => ({ ...parameter, note: parameter.place }))}
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
