import { ApiProperty, ApiSchema } from '@nestjs/swagger';

/**
 * Gives a class its name in the OpenAPI and schema documents. Models of the reference keep the reference's name
 * (ovh-api.md A.1 to A.9); what can be changed of model `X` is called `XUpdate`.
 */
export const WireModel = (name: string, description: string): ClassDecorator => ApiSchema({ name, description });

/** A field that holds one of a fixed set of words, under the name that the set has in the documents. */
export const WireEnum = (name: string, values: readonly string[]): PropertyDecorator =>
  ApiProperty({ enum: [...values], enumName: name });

/** A field that holds a list of such words. */
export const WireEnumList = (name: string, values: readonly string[]): PropertyDecorator =>
  ApiProperty({ enum: [...values], enumName: name, isArray: true });

/** A moment: ISO 8601 with offset, UTC. */
export const DateTime = (): PropertyDecorator => ApiProperty({ format: 'date-time' });

/** A day, `YYYY-MM-DD`. */
export const Day = (): PropertyDecorator => ApiProperty({ format: 'date' });
