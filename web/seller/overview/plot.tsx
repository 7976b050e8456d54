import { useMantineColorScheme } from '@mantine/core'
import { useEffect, useRef } from 'react'
import type UPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { locale } from '../../ui/language.ts'
import styles from './plot.module.css'

export interface PlotProps {
  /** Names the plot for screen readers; a table next to it has the same figures. */
  label: string
  /** In ms since 1970, ascending. */
  times: readonly number[]
  values: readonly number[]
  kind: 'bars' | 'steps'
  /** The duration of a bar, and the smallest step of the axis. */
  grain: 'quarter' | 'day'
  timeZone: string
  /** Formats values of the axis and under the pointer. */
  format: (value: number) => string
}

const heightPx = 200

/** A plot of one series over time on a canvas. Its library is loaded with the first plot. */
export function Plot({ label, times, values, kind, grain, timeZone, format }: PlotProps) {
  const place = useRef<HTMLDivElement>(null)
  const plot = useRef<UPlot | null>(null)
  const { colorScheme } = useMantineColorScheme()
  const data = [times.map((at) => at / 1_000), [...values]]
  const latest = useRef({ data, format })
  latest.current = { data, format }
  // biome-ignore lint/correctness/useExhaustiveDependencies: another colour scheme has other colours
  useEffect(() => {
    const element = place.current
    if (!element) return
    let isGone = false
    let resizing: ResizeObserver | null = null
    void import('uplot').then(({ default: Library }) => {
      if (isGone) return
      const options = optionsOf(Library, {
        element,
        kind,
        grain,
        timeZone,
        format: (value) => latest.current.format(value),
      })
      const made = new Library(options, latest.current.data as UPlot.AlignedData, element)
      plot.current = made
      resizing = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: heightPx }))
      resizing.observe(element)
    })
    return () => {
      isGone = true
      resizing?.disconnect()
      plot.current?.destroy()
      plot.current = null
    }
  }, [kind, grain, timeZone, colorScheme])
  const shape = JSON.stringify(data)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `shape` is the data
  useEffect(() => plot.current?.setData(latest.current.data as UPlot.AlignedData), [shape])
  return <div ref={place} className={styles.plot} role="img" aria-label={label} />
}

type Look = Pick<PlotProps, 'kind' | 'grain' | 'timeZone' | 'format'> & { element: HTMLElement }

const secondsOf = { quarter: 15 * 60, day: 24 * 60 * 60 } as const
const stepsOf = {
  quarter: [900, 1_800, 3_600, 7_200, 14_400, 21_600, 43_200, 86_400, 172_800, 604_800],
  day: [1, 2, 5, 10, 30, 60, 180, 360].map((days) => days * 86_400),
} as const
/** Whole numbers only, as there are no half items or half cents. */
const wholeSteps = Array.from({ length: 14 }, (_, power) =>
  [1, 2, 5].map((digit) => digit * 10 ** power),
).flat()

function optionsOf(Library: typeof UPlot, { element, kind, grain, timeZone, format }: Look): UPlot.Options {
  const written = new Intl.DateTimeFormat(
    locale,
    grain === 'day'
      ? { day: 'numeric', month: 'short', timeZone }
      : { hour: '2-digit', minute: '2-digit', timeZone },
  )
  // Bars are centred on their time, so the first and the last need half a bar's space at the edge.
  const room = kind === 'bars' ? secondsOf[grain] / 2 : 0
  const style = getComputedStyle(element)
  const colour = (name: string): string => style.getPropertyValue(name).trim()
  const axis: UPlot.Axis = {
    stroke: colour('--muted'),
    font: `13px ${style.fontFamily}`,
    grid: { stroke: colour('--line'), width: 1 },
    ticks: { show: false },
  }
  const { bars, stepped } = Library.paths
  return {
    width: element.clientWidth,
    height: heightPx,
    legend: { show: false },
    cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
    tzDate: (seconds) => Library.tzDate(new Date(seconds * 1_000), timeZone),
    padding: [12, 8, 0, 0],
    scales: {
      x: { range: (_self, min, max) => [min - room, max + room] },
      y: { range: (_self, _min, max) => [0, max > 0 ? max * 1.05 : 1] },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        space: 72,
        incrs: [...stepsOf[grain]],
        values: (_self, splits) => splits.map((seconds) => written.format(seconds * 1_000)),
      },
      {
        ...axis,
        size: 72,
        incrs: wholeSteps,
        values: (_self, splits) => splits.map((value) => format(value)),
      },
    ],
    series: [
      {},
      {
        stroke: colour('--accent'),
        width: kind === 'steps' ? 2 : 0,
        fill: kind === 'bars' ? colour('--accent') : colour('--accent-tint'),
        paths: kind === 'bars' ? bars?.({ size: [0.8, 40] }) : stepped?.({ align: 1 }),
        points: { show: false },
      },
    ],
    plugins: [tooltip(format, kind === 'bars' && grain === 'day', timeZone)],
  } as UPlot.Options
}

/** Shows the value under the pointer. */
function tooltip(format: (value: number) => string, isDate: boolean, timeZone: string): UPlot.Plugin {
  const when = new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    ...(isDate ? {} : { timeStyle: 'short' }),
    timeZone,
  })
  const tip = document.createElement('div')
  tip.className = styles.tip ?? ''
  return {
    hooks: {
      init: (self) => self.over.append(tip),
      setCursor: (self) => {
        const { idx, left = 0 } = self.cursor
        const value = idx == null ? null : self.data[1]?.[idx]
        tip.hidden = value == null || left < 0
        if (idx == null || value == null) return
        tip.textContent = `${format(value)} · ${when.format(self.data[0][idx]! * 1_000)}`
        tip.style.insetInlineStart = `${Math.min(left, self.over.clientWidth - tip.offsetWidth)}px`
      },
    },
  }
}
