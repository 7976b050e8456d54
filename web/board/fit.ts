/** How the stock is laid out: sizes in px. */
export interface Fit {
  rows: number
  columns: number
  rowHeight: number
}

interface Screen {
  /** Of the whole screen, whose size tells from how far it is read. */
  screen: { width: number; height: number }
  /** Of the part that shows the stock. */
  place: { width: number; height: number }
}

/** In hundredths of the screen's mean side, which is 14.4 px on a TV of 1080 lines. */
const rowMin = 4.2
/** For phones, which are held in a hand. */
const rowPxMin = 40
const rowMax = 9.5
const rowOfPages = 4.6
const columnMin = 40
/** A column is at least so many times as wide as its rows are high, so that names have room. */
const shapeMin = 7

/**
 * The largest rows with which `count` products fit on one page; if they would be too small to be read from afar, rows
 * that can, and several pages. Pure.
 */
export function fitOf(count: number, { screen, place }: Screen): Fit {
  const unit = Math.sqrt(screen.width * screen.height) / 100
  const columnsMax = Math.max(1, Math.floor(place.width / (columnMin * unit)))
  let best: Fit | null = null
  for (let columns = 1; columns <= columnsMax; columns += 1) {
    const rows = Math.max(1, Math.ceil(count / columns))
    const widest = place.width / columns / shapeMin
    const rowHeight = Math.floor(Math.min(place.height / rows, rowMax * unit, widest))
    if (rowHeight < Math.max(rowPxMin, rowMin * unit)) continue
    if (!best || rowHeight > best.rowHeight) best = { rows, columns, rowHeight }
  }
  if (best) return best
  const rows = Math.max(1, Math.floor(place.height / Math.max(rowPxMin, rowOfPages * unit)))
  return { rows, columns: columnsMax, rowHeight: Math.floor(place.height / rows) }
}
