import { TriangleAlert } from "lucide-react"

/** What an uninstall leaves in the cluster; renders nothing if it leaves nothing. */
export function Leftovers({ title, warnings }: { title: string; warnings: readonly string[] }) {
  if (warnings.length === 0) return null
  return (
    <section
      aria-label={title}
      className="flex gap-2 rounded-md border border-pending/40 bg-pending/8 px-3 py-2 text-sm"
    >
      <TriangleAlert size={16} className="mt-0.5 shrink-0 text-pending" />
      <div className="min-w-0">
        <h3 className="font-medium">{title}</h3>
        <ul className="mt-1 flex list-disc flex-col gap-1 pl-4 break-words">
          {warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      </div>
    </section>
  )
}
