import type { Metadata } from "next"
import { DocsHeader, Prose } from "@/app/api/docs/docs-header"
import { OperationSection, SchemaSection } from "@/app/api/docs/operation-section"
import { describeApi } from "@/app/api/v1/describe-api"
import { type Reference, referenceOf } from "@/lib/web/http/openapi-reference"

export const metadata: Metadata = { title: "API reference" }

/** The OpenAPI document as plain HTML with anchors, which works with the strict Content-Security-Policy. */
export default function DocsPage() {
  const reference = referenceOf(describeApi())
  return (
    <div className="min-h-dvh">
      <DocsHeader />
      <div className="mx-auto flex max-w-6xl gap-10 px-4 md:px-8">
        <Contents reference={reference} />
        <main className="min-w-0 flex-1 py-8">
          <h1 className="text-xl font-medium">API reference</h1>
          <div className="mt-3 flex max-w-prose flex-col gap-2 text-muted">
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
                <OperationSection key={operation.id} operation={operation} />
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

const link = "block truncate rounded-sm px-2 py-1 text-xs text-muted hover:bg-raised hover:text-text"

/** The table of contents, shown next to the page on wide screens. */
function Contents({ reference }: { reference: Reference }) {
  return (
    <nav
      aria-label="Contents"
      className="sticky top-0 hidden max-h-dvh w-60 shrink-0 overflow-y-auto py-8 lg:block"
    >
      {reference.groups.map((group) => (
        <div key={group.name} className="mb-5">
          <p className="px-2 pb-1 text-xs font-medium capitalize">{group.name}</p>
          <ul>
            {group.operations.map((operation) => (
              <li key={operation.id}>
                <a href={`#${operation.id}`} className={link}>
                  {operation.summary}
                </a>
              </li>
            ))}
          </ul>
        </div>
      ))}
      <a href="#schemas" className="block rounded-sm px-2 text-xs font-medium">
        Schemas
      </a>
    </nav>
  )
}
