import { Notice } from "@/components/ui/notice"

/** Warnings of a change, such as what an uninstall leaves in the cluster; renders nothing without any. */
export function WarningNotice({ title, warnings }: { title: string; warnings: readonly string[] }) {
  if (warnings.length === 0) return null
  return (
    <Notice tone="pending" aria-label={title}>
      <h3 className="font-medium">{title}</h3>
      <ul className="mt-1 flex list-disc flex-col gap-1 pl-4 wrap-anywhere">
        {warnings.map((warning) => (
          <li key={warning}>{warning}</li>
        ))}
      </ul>
    </Notice>
  )
}
