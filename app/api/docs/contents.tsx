import type { Reference } from "@/lib/web/http/openapi-reference"

const link = "block truncate rounded-sm px-2 py-1 text-xs text-muted hover:bg-raised hover:text-text"

/** The table of contents, shown next to the page on wide screens. */
export function Contents({ reference }: { reference: Reference }) {
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
