import type { Metadata } from "next"
import { Contents } from "@/app/api/docs/contents"
import { curlOf } from "@/app/api/docs/curl"
import { DocsHeader, Prose } from "@/app/api/docs/docs-header"
import { OperationSection, SchemaSection } from "@/app/api/docs/operation-section"
import { describeApi } from "@/app/api/v1/describe-api"
import { referenceOf } from "@/lib/web/http/openapi-reference"

export const metadata: Metadata = { title: "API reference" }

/** The OpenAPI document as plain HTML with anchors, which works with the strict Content-Security-Policy; only the search is a script. */
export default function DocsPage() {
  const reference = referenceOf(describeApi())
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
                <OperationSection
                  key={operation.id}
                  operation={operation}
                  curl={curlOf(operation, reference.schemas)}
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
