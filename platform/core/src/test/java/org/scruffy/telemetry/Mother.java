package org.scruffy.telemetry;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.OneToMany;
import java.util.ArrayList;
import java.util.List;

@Entity
class Mother {

    @Id
    long id;

    @OneToMany(mappedBy = "mother")
    List<Child> children = new ArrayList<>();
}
