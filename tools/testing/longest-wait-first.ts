import { relative } from "node:path"
import { BaseSequencer, type TestSpecification } from "vitest/node"
import { divideTestFiles } from "./test-files.ts"

const projects = ["database", "component", "unit"]

/**
 * The tests that mostly wait come first, during the production build. All projects are one group: the next project starts
 * as soon as a worker is free, not when the last file of the previous one has ended.
 */
export class LongestWaitFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const waiting = new Set(divideTestFiles().processes)
    const rank = ({ project, moduleId }: TestSpecification) =>
      waiting.has(relative(this.ctx.config.root, moduleId)) ? -1 : projects.indexOf(project.name)
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b))
  }
}
