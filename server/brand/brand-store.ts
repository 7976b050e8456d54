import {
  type Brand,
  type BrandReport,
  type BrandSettings,
  type LegalPage,
  legalPages,
} from '../../shared/protocol/brand-messages.ts'
import { type Records, untilNoConflict } from '../records/records.ts'
import { paletteOf } from './palette.ts'

/** The records about how the market looks, by kind. */
export interface BrandRecords {
  /** One record with the key `market`. */
  brand: BrandSettings
  /** By {@link LegalPage}. */
  legal: { text: string }
}

type RecordsOfBrand = Pick<Records<BrandRecords>, 'get' | 'count' | 'write' | 'onChange'>

const key = 'market'

const unset: BrandSettings = {
  name: null,
  color: null,
  logo: null,
  icons: null,
  languages: [],
  layout: 'rows',
  currencyDisplay: 'symbol',
}

/**
 * How the market looks. It is no part of the journal, since no decision needs it, and in the records, which every
 * backup and every node has. What the operator has set goes before the environment.
 */
export class BrandStore {
  readonly #records: RecordsOfBrand
  readonly #ownName: string
  readonly #listeners: (() => void)[] = []
  #current: Brand | null = null

  constructor(records: RecordsOfBrand, ownName: string) {
    this.#records = records
    this.#ownName = ownName
    const changed = (): void => {
      this.#current = null
      for (const listener of this.#listeners) listener()
    }
    records.onChange('brand', changed)
    records.onChange('legal', changed)
  }

  /** Whether the operator has ever set anything. */
  get isSet(): boolean {
    return this.#records.count('brand') + this.#records.count('legal') > 0
  }

  /** The market's name. */
  get name(): string {
    return this.settings.name ?? this.#ownName
  }

  get settings(): BrandSettings {
    // A record of an earlier release may lack a field.
    return { ...unset, ...this.#records.get('brand', key) }
  }

  /** What everybody is told. */
  get current(): Brand {
    this.#current ??= this.#make()
    return this.#current
  }

  get report(): BrandReport {
    const legal = legalPages.map((page) => [page, this.legalText(page)])
    return { settings: this.settings, ownName: this.#ownName, legal: Object.fromEntries(legal) }
  }

  /** Empty when there is no such page. */
  legalText(page: LegalPage): string {
    return this.#records.get('legal', page)?.text ?? ''
  }

  /** The pictures that the brand shows. */
  get pictures(): string[] {
    const { logo, icons } = this.settings
    return [logo, ...Object.values(icons ?? {})].filter((hash) => hash !== null)
  }

  /** Durable, and told to everybody, once it resolves. */
  save(settings: BrandSettings): Promise<void> {
    return untilNoConflict(() => this.#records.write([{ kind: 'brand', key, value: settings }]))
  }

  saveLegal(page: LegalPage, text: string): Promise<void> {
    const value = text === '' ? undefined : { text }
    return untilNoConflict(() => this.#records.write([{ kind: 'legal', key: page, value }]))
  }

  /** Calls `listener` after each change, also of another node. */
  onChange(listener: () => void): void {
    this.#listeners.push(listener)
  }

  #make(): Brand {
    const { icons: _, ...settings } = this.settings
    return {
      ...settings,
      name: this.name,
      colors: settings.color === null ? null : paletteOf(settings.color),
      legal: legalPages.filter((page) => this.legalText(page) !== ''),
    }
  }
}
