import type { TypeDescription } from "@/lib/web/http/openapi-reference"

export function TypeName({ type }: { type: TypeDescription }) {
  return (
    <>
      {type.words}
      {type.schema !== null && (
        <>
          {type.words !== "" && " "}
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
