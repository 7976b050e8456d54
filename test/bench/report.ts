import { median, spread } from './statistics.ts'

/** One figure beside its goal and its limit, all of the same run. */
export interface Result {
  row: string
  what: string
  goal: string
  /** Of each repetition. */
  figures: readonly number[]
  figure: string
  limit: string
  ratio: string
  verdict: 'met' | 'missed' | 'shown'
}

/** A figure that must reach a share of its limit, or stay below it; ratios are formed pair by pair. */
export function compared(
  about: Pick<Result, 'row' | 'what' | 'goal'>,
  figures: readonly number[],
  limits: readonly number[],
  isMet: (ratio: number) => boolean,
): Result {
  const ratios = figures.map((figure, index) => figure / limits[index]!)
  return {
    ...about,
    figures,
    figure: spread(figures),
    limit: spread(limits),
    ratio: spread(ratios),
    verdict: isMet(median(ratios)) ? 'met' : 'missed',
  }
}

/** A figure whose worst repetition or median must stay within a bound. */
export function bounded(
  about: Pick<Result, 'row' | 'what' | 'goal'>,
  figures: readonly number[],
  max: number,
  of: (figures: readonly number[]) => number = median,
): Result {
  const verdict = of(figures) <= max ? 'met' : 'missed'
  return { ...about, figures, figure: spread(figures), limit: String(max), ratio: '', verdict }
}

/** Rows of texts as a Markdown table. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

/** All results, as the bench ends with them. */
export const tableOf = (results: readonly Result[]): string =>
  table(
    ['row', 'what', 'goal', 'figure (range)', 'limit (range)', 'ratio (range)', 'verdict'],
    results.map(({ row, what, goal, figure, limit, ratio, verdict }) => [
      row,
      what,
      goal,
      figure,
      limit,
      ratio,
      verdict,
    ]),
  )
