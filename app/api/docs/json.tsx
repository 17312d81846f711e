import { ScrollRegion } from "@/components/ui/scroll-region"

export function Json({ label, text }: { label: string; text: string }) {
  return (
    <ScrollRegion label={label} className="mt-4 max-w-prose rounded-md border border-line bg-raised p-3">
      <pre className="font-mono text-xs">{text}</pre>
    </ScrollRegion>
  )
}
