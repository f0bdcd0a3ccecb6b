package org.scruffy.client;

import jakarta.json.bind.annotation.JsonbCreator;
import java.util.List;

/**
 * A type of rule.
 *
 * @param meaning in words
 * @param subject the parameters that say what a rule is about: rules about different things hold beside each other
 */
public record RuleTypeDocument(String type, String meaning, List<String> subject, List<Param> params) {

    /**
     * A parameter.
     *
     * @param kind NUMBER, SWITCH, TEXT, TIME, INSTANT or TEXTS
     * @param unit left out where there is none
     * @param min of a number; left out for others
     * @param max of a number; left out for others
     * @param choices of texts; left out where any is allowed
     * @param fallback what holds where the parameter is left out, as JSON; left out where there is nothing then
     */
    public record Param(
            String name,
            String kind,
            String unit,
            Long min,
            Long max,
            List<String> choices,
            String fallback,
            Boolean required,
            String meaning) {

        @JsonbCreator
        public Param {}
    }

    @JsonbCreator
    public RuleTypeDocument {}
}
