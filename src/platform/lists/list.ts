/** How a field's values are written, compared and cast. */
export type FieldType = 'string' | 'number' | 'datetime' | 'boolean';

/** A field by which a list can be filtered and, where it is never null, sorted. */
export interface ListField {
  /** SQL expression. */
  readonly sql: string;
  readonly type: FieldType;
  /**
   * Whether a page may be sorted by it. The column must never be null; an index must serve the order, unless what one
   * caller sees is always few.
   */
  readonly sortable?: boolean;
  /** Whether an index begins with the list's owner and this field: filters by it then want the owner to be equal. */
  readonly indexed?: boolean;
}

/**
 * One list of the API, as a table of facts; {@link Lists} does the rest for all of them. All SQL in it is ours: what a
 * client sends only ever arrives as a bound value.
 */
export interface ListDefinition<Row extends object, View> {
  /** Unique; becomes part of the names of the prepared statements. */
  readonly name: string;
  /** What stands after FROM. */
  readonly from: string;
  /** Which rows the caller may see; `$1`, `$2`, … are the scope's values. */
  readonly where: string;
  /**
   * The column that leads the index in front of the key, when `where` is just that it equals `$1`. Pages are then
   * asked for as a range of it, in an order that begins with it: for an equal column the planner may as well walk
   * the key's own index, past the rows of everybody else.
   */
  readonly owner?: string;
  /** Unique and growing: the order of creation, and what a cursor remembers. */
  readonly key: string;
  /** What the plain list answers of each row. */
  readonly id: ListField;
  /** What is selected to make a whole object. */
  readonly columns: string;
  /** Wire name → field. */
  readonly fields: Readonly<Record<string, ListField>>;
  readonly view: (row: Row) => View;
}
